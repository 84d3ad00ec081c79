import { allowsSigner, policyOfFlags, type SignerPolicy } from '../../core/policy/index.js';
import type { PublicKey } from '../../core/primitives/index.js';
import { LARGEST_BUNDLE } from '../../core/signature/bundle/index.js';
import { holds, type Verdict, verifyBundle, withSignerDecision } from '../../core/verify/index.js';
import { parseVerifyBlobRequest, type VerifyBlobRequest } from '../arguments/verify-blob-options.js';
import { useColour } from '../output/colour.js';
import { jsonDocument, verdictJson } from '../output/json.js';
import { verdictText } from '../output/text.js';
import { writeAll } from '../output/write.js';
import { openSession } from '../session.js';
import { type Judge, openJudge } from '../verify/judge.js';
import { readArtifact, readFileBytes, readPublicKey } from '../verify/read-artifact.js';

/** A key that was given is the answer to who may sign; a certificate's identity is for the policy to judge. */
function decide(verdict: Verdict, key: string | undefined, policy: SignerPolicy | undefined): Verdict {
  if (key !== undefined)
    return withSignerDecision(verdict, { decision: 'allowed', detail: `the key ${key} of the command line` });
  return policy && verdict.signer
    ? withSignerDecision(verdict, allowsSigner(policy, verdict.signer))
    : verdict;
}

async function judgeBlob(
  { file, bundle, key, evidence }: VerifyBlobRequest,
  { options, policy }: Judge,
  publicKey: PublicKey | undefined,
): Promise<Verdict> {
  const [artifact, text] = await Promise.all([readArtifact(file), readFileBytes(bundle, LARGEST_BUNDLE)]);
  const input = { bundle: text, artifact, ...(publicKey && { publicKey }) };
  return decide(await verifyBundle(input, { ...options, ...evidence }), key, policy);
}

function textOf(verdict: Verdict, { file, format, key }: VerifyBlobRequest, judge: Judge): string {
  if (format === 'text') return verdictText(verdict, file, { colour: useColour(), checks: 'short' });
  return jsonDocument({
    trustedRoot: { digest: judge.trust.root.digest },
    policy: key === undefined ? (judge.policy?.source ?? null) : 'the command line',
    objects: [verdictJson(verdict, file)],
  });
}

/**
 * `waxseal verify-blob FILE --bundle B`: says whether a Sigstore bundle vouches for a file, and whether its signer is
 * allowed. Nothing is looked up. What cosign's `--insecure-ignore-…` take away is shown as not made, and only an identity or a
 * key that was named then makes the answer yes.
 * @returns 0 when it holds, 1 when it does not
 * @throws what kept it from an answer
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseVerifyBlobRequest(argv);
  const { key, anySigner, quiet } = request;
  const policy = await policyOfFlags(request.identity);
  const publicKey = key === undefined ? undefined : await readPublicKey(key);
  const { config } = await openSession(request.flags);
  const judge = await openJudge(config, false, policy);
  const verdict = await judgeBlob(request, judge, publicKey);
  if (!quiet) writeAll(1, textOf(verdict, request, judge));
  return holds(verdict, anySigner) ? 0 : 1;
}
