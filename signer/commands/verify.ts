import { policyOfFlags } from '../../core/policy/index.js';
import type { Verdict } from '../../core/verify/index.js';
import { GitObjects } from '../../io/git/index.js';
import { parseVerifyRequest, type VerifyRequest } from '../arguments/verify-options.js';
import { useColour } from '../output/colour.js';
import { jsonDocument, verdictJson } from '../output/json.js';
import { verdictText } from '../output/text.js';
import { writeAll } from '../output/write.js';
import { openSession } from '../session.js';
import { type Judge, judgeObject, openJudge } from '../verify/judge.js';
import { readObject, repositoryFormat } from '../verify/read-object.js';

interface Named {
  readonly name: string;
  readonly verdict: Verdict;
}

/** Reads every object before the first is judged: an unknown revision is no answer at all, not half of one. */
async function judgeAll(judge: Judge, names: readonly string[]): Promise<Named[]> {
  const format = await repositoryFormat();
  const reader = new GitObjects({ env: process.env });
  try {
    const objects = await Promise.all(names.map((name) => readObject(reader, name, format)));
    return await Promise.all(
      objects.map(async (object, index) => ({
        name: names[index] ?? object.id,
        verdict: await judgeObject(judge, object),
      })),
    );
  } finally {
    await reader.close();
  }
}

function textOf(found: readonly Named[]): string {
  const style = { colour: useColour(), checks: 'short' } as const;
  return found.map(({ name, verdict }) => verdictText(verdict, name, style)).join('\n');
}

function jsonOf(found: readonly Named[], { trust, policy }: Judge): string {
  return jsonDocument({
    trustedRoot: { digest: trust.root.digest },
    policy: policy?.source ?? null,
    objects: found.map(({ name, verdict }) => verdictJson(verdict, name)),
  });
}

function holds({ verdict }: Named, { anySigner }: VerifyRequest): boolean {
  return verdict.outcome === 'verified' || (anySigner && verdict.outcome === 'valid');
}

/**
 * `waxseal verify [REV|TAG ...]`: says of each object whether its signature holds and whether its signer is allowed.
 * @returns 0 when all hold, 1 when one does not
 * @throws what kept it from an answer
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseVerifyRequest(argv);
  const policy = await policyOfFlags(request.identity);
  const { config } = await openSession(request.flags);
  const judge = await openJudge(config, request.online ?? config.verifyOnline.value, policy);
  const found = await judgeAll(judge, request.revisions);
  if (!request.quiet) writeAll(1, request.format === 'json' ? jsonOf(found, judge) : textOf(found));
  return found.every((one) => holds(one, request)) ? 0 : 1;
}
