import { type Bundle, BundleError, parseBundle } from '../../bundle/index.js';
import { toHex } from '../../encoding/index.js';
import { digest, type PublicKey } from '../../primitives/index.js';
import { failed, notMade, outcomeOf, passed } from '../../verdict/checks.js';
import type { Check, Verdict, VerdictObject } from '../../verdict/verdict.js';
import type { VerifyOptions } from '../options.js';
import { verifyParts } from './parts.js';
import type { Artifact } from './signed-content.js';

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

/** A bundle, taken apart, with the check of its structure; without the bundle when that check did not pass. Never throws. */
export function readBundle(json: Uint8Array): { readonly bundle?: Bundle; readonly structure: Check } {
  try {
    const bundle = parseBundle(json);
    return { bundle, structure: passed('structure', `a Sigstore bundle of version ${bundle.version}`) };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return { structure: structureCheck(error) };
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
  const object = aboutOf(artifact);
  const { bundle, structure } = readBundle(input.bundle);
  if (!bundle) return { object, signature: 'sigstore', outcome: outcomeOf([structure]), checks: [structure] };
  return verifyParts({ object, bundle, structure, artifact, ...(publicKey && { publicKey }) }, options);
}
