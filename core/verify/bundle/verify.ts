import { type Bundle, BundleError, parseBundle } from '../../bundle/index.js';
import { certificateKey, fingerprints, isAcceptableKey } from '../../certificate/index.js';
import { toHex } from '../../encoding/index.js';
import { digest, type PublicKey } from '../../primitives/index.js';
import { failed, inOrder, notMade, outcomeOf, passed } from '../../verdict/checks.js';
import type { Check, Verdict, VerdictObject } from '../../verdict/verdict.js';
import { judgeEvidence } from '../evidence.js';
import type { VerifyOptions } from '../options.js';
import { checkArtifact } from './artifact-check.js';
import type { Logged } from './bind-entry.js';
import { checkBundleLog } from './log-checks.js';
import { checkBundleSignature } from './signature-check.js';
import { type Artifact, signedContent } from './signed-content.js';

/** A bundle, and the artifact that it should be for. */
export interface BundleInput {
  /** JSON text, UTF-8. */
  readonly bundle: Uint8Array;
  /**
   * The artifact's bytes, or one digest of them. A digest is enough for an envelope with the artifact as a subject, and for a
   * message signature over this digest.
   */
  readonly artifact: Artifact;
  /** The key of the signer; needed for a bundle without certificate, and wrong for one with a certificate. */
  readonly publicKey?: PublicKey;
}

/** The key that should have signed: that of the bundle's certificate, or the key that the caller knows. */
type Signing =
  | { readonly key: PublicKey; readonly verifier: Logged['verifier']; readonly problem?: undefined }
  | { readonly problem: Check };

function signingOf({ signer }: Bundle, publicKey: PublicKey | undefined): Signing {
  if (signer.kind === 'certificate' && publicKey) {
    const detail = 'the bundle is signed with a certificate, not with the public key that was given';
    return { problem: failed('signature', 'PUBLIC_KEY_NOT_EXPECTED', detail) };
  }
  if (signer.kind === 'public-key' && !publicKey) {
    const detail = 'the bundle is signed with a bare key, and no public key was given';
    return { problem: notMade('signature', 'PUBLIC_KEY_NOT_GIVEN', detail) };
  }
  const own = signer.kind === 'certificate' ? certificateKey(signer.certificate) : publicKey;
  if (!own || !isAcceptableKey(own)) {
    const detail = 'the signer’s key is not one this program accepts';
    return { problem: notMade('signature', 'ALGORITHM_NOT_SUPPORTED', detail) };
  }
  const verifier =
    signer.kind === 'certificate' ? { certificate: signer.certificate.der } : { publicKey: own.spki };
  return { key: own, verifier };
}

function aboutOf(artifact: Artifact): VerdictObject {
  const known =
    artifact instanceof Uint8Array ? { algorithm: 'sha256', digest: digest('sha256', artifact) } : artifact;
  return { id: `${known.algorithm}:${toHex(known.digest)}`, type: 'blob' };
}

/** A bundle with an unknown version or algorithm is not wrong; a malformed one is. */
function structureCheck({ code, message }: BundleError): Check {
  switch (code) {
    case 'BUNDLE_VERSION_NOT_SUPPORTED':
    case 'ALGORITHM_NOT_SUPPORTED':
      return notMade('structure', code, message);
    default:
      return failed('structure', code, message);
  }
}

/**
 * The verdict on an artifact and its Sigstore bundle (v0.1, v0.2, v0.3): the same checks as for a commit's signature, without
 * any look-up. Never throws, whatever the bundle contains. With a public key from the caller there is no certificate to
 * check, but the log entry and a proven time are still required. The outcome is at most `valid`: `withSignerDecision` adds
 * who may sign.
 */
export async function verifyBundle(input: BundleInput, options: VerifyOptions): Promise<Verdict> {
  const { artifact, publicKey } = input;
  const about = { object: aboutOf(artifact), signature: 'sigstore' } as const;
  let bundle: Bundle;
  try {
    bundle = parseBundle(input.bundle);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const checks = [structureCheck(error)];
    return { ...about, outcome: outcomeOf(checks), checks };
  }
  const { content, signer, timestampTokens } = bundle;
  const structure = passed('structure', `a Sigstore bundle of version ${bundle.version}`);
  const { checks: ofArtifact, predicateType: attests } = checkArtifact(content, artifact);
  const said = { ...about, ...(attests !== undefined && { attests }) };
  const signing = signingOf(bundle, publicKey);
  if (signing.problem) {
    const checks = inOrder([structure, ...ofArtifact, signing.problem]);
    return { ...said, outcome: outcomeOf(checks), checks };
  }
  const signed = signedContent(content, artifact);
  const ofSignature = await checkBundleSignature(content, signed, signing.key);
  const evidence = {
    signature: content.signature,
    timestampTokens,
    checks: [structure, ...ofArtifact, ofSignature],
  };
  const logged = checkBundleLog(bundle, { content, signed, verifier: signing.verifier }, options.trust);
  if (signer.kind === 'public-key') return { ...said, ...(await judgeEvidence(evidence, logged, options)) };
  const { certificate } = signer;
  const finding = await judgeEvidence({ ...evidence, certificate }, logged, options);
  return { ...said, ...finding, fingerprint: fingerprints(certificate) };
}
