import { remarks } from '../../../core/render/text/summary-text.js';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import { holds } from '../../../core/verdict/index.js';
import type { RepositoryJudge } from '../../../inspect/commits/index.js';
import { GitError } from '../../../io/git/index.js';
import { parseVerifyRequest, type VerifyRequest } from '../../arguments/verify-options.js';
import { SignerError } from '../../errors.js';
import { useEveryCore } from '../../run/cores.js';
import { INTERRUPTED, onInterrupt } from '../../run/interrupt.js';
import { openJudge } from '../../run/judge.js';
import { judgeHistory } from '../../run/judge-history.js';
import { openRepositoryJudge } from '../../run/repository-judge.js';
import { openSessionAnywhere } from '../../run/session-anywhere.js';
import { bufferedOutput, progress } from '../../terminal/buffered.js';
import { writeError } from '../../terminal/write.js';
import { formatFor } from './choose-format.js';

/** The repository's policy, unless the command line itself says who may sign. */
async function repositoryPolicy(
  request: VerifyRequest,
  flags: boolean,
  policyBranch: string | undefined,
): Promise<RepositoryJudge | undefined> {
  if (flags || request.anySigner) return undefined;
  const { policy: file, branch } = request;
  try {
    return await openRepositoryJudge({
      policyBranch,
      ...(file !== undefined && { file }),
      ...(branch !== undefined && { branch }),
    });
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'GIT_NOT_FOUND') throw error;
    throw new SignerError(
      'POLICY_UNREADABLE',
      'git is not in PATH, and it takes git to find the policy of the repository',
      'say who may sign with --certificate-identity and --certificate-oidc-issuer, or --any-signer',
    );
  }
}

function nothingJudged(): SignerError {
  return new SignerError(
    'NOTHING_JUDGED',
    'there was nothing to check, and --require-some wants something',
    'a range is empty where its end is part of its beginning: git log shows what each name is',
  );
}

function cacheText(needed: number, size: number): string {
  return `waxseal: the cache of verdicts (${size} MiB) does not hold all of this: git config --global waxseal.cacheSize ${Math.ceil(needed / 2 ** 20)} makes the next run faster\n`;
}

/**
 * `waxseal verify [REV|RANGE|TAG|PATTERN ...]`: says of each object whether its signature holds and whether its signer is
 * allowed, as the answers come.
 * @returns 0 when all hold, also where there is none unless `--require-some` wants one, 1 when one does not, 130 when it
 * was interrupted
 * @throws what kept it from an answer
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseVerifyRequest(argv);
  // Before anything uses the pool whose size this sets.
  useEveryCore(process.env);
  const policy = await policyOfFlags(request.identity);
  const { config } = await openSessionAnywhere(request.flags);
  const [judge, repository] = await Promise.all([
    openJudge(config, request.online ?? config.verifyOnline.value, policy),
    repositoryPolicy(request, policy !== undefined, config.policyBranch.value),
  ]);
  const signal = onInterrupt();
  const history = await judgeHistory(judge, request.selection, { cache: request.cache, signal, repository });
  const { loaded } = repository ?? {};
  const format = formatFor(request, { judge, repository: loaded, walked: history.walked });
  const out = bufferedOutput();
  const shown = progress();
  let allHold = true;
  let started = false;
  try {
    for await (const named of history.verdicts) {
      if (!started) out.write(format.begin());
      started = true;
      const held = holds(named.verdict, request.anySigner);
      allHold &&= held;
      out.write(format.one(named, held));
      shown.step();
    }
    if (!signal.aborted) out.write((started ? '' : format.begin()) + format.end(history.summary()));
  } catch (error) {
    // Ctrl-C reaches git too, and its end may be seen here first.
    await new Promise(setImmediate);
    if (!signal.aborted) throw error;
  } finally {
    shown.end();
    out.end();
    await repository?.close();
  }
  if (signal.aborted) return INTERRUPTED;
  const summary = history.summary();
  // Rows alone have no summary: what they do not speak of is said beside them.
  if (request.quiet && request.format === 'text')
    writeError(
      remarks(summary)
        .map((line) => `waxseal: ${line}\n`)
        .join(''),
    );
  const { cacheNeeded } = summary;
  if (cacheNeeded !== undefined) writeError(cacheText(cacheNeeded, config.cacheSize.value));
  if (!started && request.requireSome) throw nothingJudged();
  return allHold ? 0 : 1;
}
