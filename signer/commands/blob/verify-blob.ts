import { BundleError, bundlesIn, LARGEST_BUNDLE } from '../../../core/bundle/index.js';
import { harmless } from '../../../core/harmless/index.js';
import type { PublicKey } from '../../../core/primitives/index.js';
import { jsonDocument, verdictJson } from '../../../core/render/json.js';
import { verdictText } from '../../../core/render/text/block.js';
import { allowsSigner, policyOfFlags, type SignerPolicy } from '../../../core/signer-policy/index.js';
import { holds, type Verdict, withSignerDecision } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { SignerError } from '../../errors.js';
import { type Judge, openJudge } from '../../run/judge.js';
import { openSession } from '../../session.js';
import { useColour } from '../../terminal/colour.js';
import { writeAll } from '../../terminal/write.js';
import { parseVerifyBlobRequest, type VerifyBlobRequest } from './options.js';
import { readArtifact, readFileBytes, readPublicKey } from './read-artifact.js';

/** A key that was given is the answer to who may sign; a certificate's identity is for the policy to judge. */
function decide(verdict: Verdict, key: string | undefined, policy: SignerPolicy | undefined): Verdict {
  if (key !== undefined)
    return withSignerDecision(verdict, { decision: 'allowed', detail: `the key ${key} of the command line` });
  return policy && verdict.signer
    ? withSignerDecision(verdict, allowsSigner(policy, verdict.signer))
    : verdict;
}

/** Why a bundle could not be read; undefined for one that was, whatever it is worth. */
function unreadable({ checks }: Verdict): string | undefined {
  const why = checks.find(({ name, outcome }) => name === 'structure' && outcome !== 'passed');
  return why?.reason === 'BUNDLE_MALFORMED' || why?.reason === 'BUNDLE_VERSION_NOT_SUPPORTED'
    ? why.detail
    : undefined;
}

function noBundle(path: string, why: string): SignerError {
  return new SignerError(
    'BUNDLE_UNREADABLE',
    harmless(`${path} holds no Sigstore bundle that can be read: ${why}`),
    'give a bundle of version 0.1 to 0.3, JSON lines of bundles, or the attestations of npm’s registry',
  );
}

function read(path: string, text: Uint8Array): readonly Uint8Array[] {
  try {
    return bundlesIn(text);
  } catch (error) {
    if (error instanceof BundleError) throw noBundle(path, error.message);
    throw error;
  }
}

/** The verdict of every bundle. @throws SignerError BUNDLE_UNREADABLE where none of them can be read */
async function judgeBundles(
  { file, bundle, key, evidence }: VerifyBlobRequest,
  { options, policy }: Judge,
  publicKey: PublicKey | undefined,
): Promise<readonly Verdict[]> {
  const [artifact, text] = await Promise.all([readArtifact(file), readFileBytes(bundle, LARGEST_BUNDLE)]);
  const verdicts: Verdict[] = [];
  for (const one of read(bundle, text)) {
    const input = { bundle: one, artifact, ...(publicKey && { publicKey }) };
    verdicts.push(decide(await verifyBundle(input, { ...options, ...evidence }), key, policy));
  }
  const [why] = verdicts.map(unreadable);
  if (why !== undefined && verdicts.every((verdict) => unreadable(verdict) !== undefined))
    throw noBundle(bundle, why);
  return verdicts;
}

function textOf(
  verdicts: readonly Verdict[],
  { file, format, key, anySigner }: VerifyBlobRequest,
  judge: Judge,
): string {
  const several = verdicts.length > 1;
  if (format === 'text') {
    const style = { colour: useColour(), checks: 'short' } as const;
    return verdicts
      .map((verdict, i) =>
        verdictText(verdict, several ? `${file}, bundle ${i + 1} of ${verdicts.length}` : file, {
          ...style,
          holds: holds(verdict, anySigner),
        }),
      )
      .join('\n');
  }
  return jsonDocument({
    trustedRoot: { digest: judge.trust.root.digest },
    policy: key === undefined ? (judge.policy?.source ?? null) : 'the command line',
    objects: verdicts.map((verdict, i) => ({
      ...verdictJson(verdict, file),
      ...(several && { bundle: i + 1 }),
    })),
  });
}

/**
 * `waxseal verify-blob FILE --bundle B`: says whether the Sigstore bundles in B vouch for a file, and whether its signer is
 * allowed. Nothing is looked up. What cosign's `--insecure-ignore-…` take away is shown as not made, and only an identity or a
 * key that was named then makes the answer yes.
 * @returns 0 when every bundle holds, 1 when one does not
 * @throws what kept it from an answer
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseVerifyBlobRequest(argv);
  const { key, anySigner, quiet } = request;
  const policy = await policyOfFlags(request.identity);
  const publicKey = key === undefined ? undefined : await readPublicKey(key);
  const { config } = await openSession(request.flags);
  const judge = await openJudge(config, false, policy);
  const verdicts = await judgeBundles(request, judge, publicKey);
  if (!quiet) writeAll(1, textOf(verdicts, request, judge));
  return verdicts.every((verdict) => holds(verdict, anySigner)) ? 0 : 1;
}
