import type { Bundle } from '../../bundle/index.js';
import { certificateKey, fingerprints, isAcceptableKey } from '../../certificate/index.js';
import type { PublicKey } from '../../primitives/index.js';
import { failed, inOrder, notMade, outcomeOf } from '../../verdict/checks.js';
import type { Check, Verdict, VerdictObject } from '../../verdict/verdict.js';
import { judgeEvidence } from '../evidence.js';
import type { VerifyOptions } from '../options.js';
import { checkArtifact } from './artifact-check.js';
import type { Logged } from './bind-entry.js';
import { checkBundleLog } from './log-checks.js';
import { checkBundleSignature } from './signature-check.js';
import { type Artifact, type ArtifactHash, signedContent } from './signed-content.js';

/** A signature that was taken apart, from a bundle or from where cosign keeps it beside an image. */
export interface SignatureParts {
  /** What the verdict is about. */
  readonly object: VerdictObject;
  readonly bundle: Bundle;
  /** The check that the parts are well formed. */
  readonly structure: Check;
  /** What was signed; for an envelope, what must be a subject of its statement. */
  readonly artifact: Artifact;
  /** Whether what was signed is about the object, for content that does not say it itself. */
  readonly claims?: readonly Check[];
  readonly publicKey?: PublicKey;
  /** The only hash that a signature may be over; those that are usual for its key, if it is not given. */
  readonly hash?: ArtifactHash;
  /** The JSON text of the envelope, where it is known. */
  readonly envelope?: Uint8Array;
  /** The octets that timestamps cover; those of the signature, if they are not given. */
  readonly stamped?: Uint8Array;
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

const CLAIMS_WAIVED = notMade('payload-digest', 'CHECK_WAIVED', '--check-claims=false takes this check away');

/** Without the claims, nothing says that the signature is about the object. */
function unlessWaived(checks: readonly Check[], { waive }: VerifyOptions): readonly Check[] {
  if (!waive?.includes('claims')) return checks;
  const others = checks.filter(
    ({ reason }) => reason === 'STATEMENT_MALFORMED' || reason === 'PAYLOAD_TYPE_NOT_SUPPORTED',
  );
  return [...others, CLAIMS_WAIVED];
}

/**
 * The verdict on a signature and its evidence: see `verifyBundle`. Never throws, whatever the parts contain. The outcome is at
 * most `valid`.
 */
export async function verifyParts(parts: SignatureParts, options: VerifyOptions): Promise<Verdict> {
  const { object, bundle, structure, artifact, claims = [], publicKey, hash, envelope, stamped } = parts;
  const { content, signer, timestampTokens } = bundle;
  const { checks: found, predicateType: attests } = checkArtifact(content, artifact);
  const ofArtifact = unlessWaived([...found, ...claims], options);
  const said = { object, signature: 'sigstore', ...(attests !== undefined && { attests }) } as const;
  const signing = signingOf(bundle, publicKey);
  if (signing.problem) {
    const checks = inOrder([structure, ...ofArtifact, signing.problem]);
    return { ...said, outcome: outcomeOf(checks), checks };
  }
  const signed = signedContent(content, artifact);
  const ofSignature = await checkBundleSignature(content, signed, signing.key, hash);
  const evidence = {
    signature: stamped ?? content.signature,
    timestampTokens,
    checks: [structure, ...ofArtifact, ofSignature],
  };
  const about = { content, signed, verifier: signing.verifier, ...(envelope && { envelope }) };
  const logged = checkBundleLog(bundle, about, options.trust);
  if (signer.kind === 'public-key') return { ...said, ...(await judgeEvidence(evidence, logged, options)) };
  const { certificate } = signer;
  const finding = await judgeEvidence({ ...evidence, certificate }, logged, options);
  return { ...said, ...finding, fingerprint: fingerprints(certificate) };
}
