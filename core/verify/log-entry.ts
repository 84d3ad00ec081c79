import { type Certificate, certificateKey } from '../certificate/index.js';
import { equalBytes, utf8 } from '../encoding/index.js';
import { digest, type PublicKey, verifySignature } from '../primitives/index.js';
import type { CmsSignature } from '../signature/index.js';
import {
  type EntryBody,
  hashedRekordBody,
  type LogEntry,
  loggedAlgorithm,
  parseBody,
  TransparencyError,
} from '../transparency/index.js';
import { failed, notMade, passed } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';
import { signatureHash } from './cms-checks.js';

/** A log entry with the body that its proofs cover, or why there is none. */
export type BoundEntry = { readonly body: Uint8Array; readonly check: Check } | { readonly check: Check };

/**
 * Binds an embedded entry to the signature that carries it. gitsign leaves the body out, so it is rebuilt from the object's
 * own digest, signature and certificate. The proofs then hold only for exactly these. If a body is there, it must say the
 * same (gitsign docs: rekorMode offline; Rekor hashedrekord schemas 0.0.1 and 0.0.2).
 */
export function bindEmbeddedEntry(entry: LogEntry, cms: CmsSignature, certificate: Certificate): BoundEntry {
  const { kind, version } = entry;
  if (kind !== 'hashedrekord' || (version !== '0.0.1' && version !== '0.0.2')) {
    return {
      check: failed(
        'log-entry',
        'LOG_ENTRY_KIND_UNSUPPORTED',
        'the log entry is not a hashedrekord 0.0.1 or 0.0.2',
      ),
    };
  }
  const key = certificateKey(certificate);
  const hash = key && signatureHash(cms, key);
  // The log verified the signature over the digest in its entry, so that digest must be the signed one.
  if (!key || !hash || hash === 'sha1')
    return { check: notMade('log-entry', 'ALGORITHM_NOT_SUPPORTED', 'no log records such a signature') };
  const expected = {
    digest: digest(hash, cms.signedAttributes),
    signature: cms.signature,
    certificateDer: certificate.der,
  };
  const body = hashedRekordBody({ version, ...expected, signedWith: loggedAlgorithm(key, hash) });
  if (entry.body && !equalBytes(entry.body, body)) return { check: explainBody(entry.body, expected) };
  return {
    body,
    check: passed('log-entry', `${kind} ${version} for exactly this digest, signature and certificate`),
  };
}

interface Expected {
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificateDer: Uint8Array;
}

function explainBody(body: Uint8Array, expected: Expected): Check {
  let parsed: EntryBody;
  try {
    parsed = parseBody(body);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    return failed('log-entry', error.code, error.message);
  }
  return (
    mismatch(parsed, expected) ??
    failed('log-entry', 'LOG_ENTRY_MALFORMED', 'the log entry’s body is not in its canonical form')
  );
}

function mismatch(parsed: EntryBody, expected: Expected): Check | undefined {
  // The length of a digest fits its algorithm, which the parser checked, so equal digests have the same hash.
  if (!equalBytes(parsed.digest, expected.digest)) {
    return failed('log-entry', 'LOG_ENTRY_DIGEST_MISMATCH', 'the log entry is for another digest');
  }
  if (!equalBytes(parsed.signature, expected.signature)) {
    return failed('log-entry', 'LOG_ENTRY_SIGNATURE_MISMATCH', 'the log entry is for another signature');
  }
  if (!parsed.certificate || !equalBytes(parsed.certificate, expected.certificateDer)) {
    return failed('log-entry', 'LOG_ENTRY_CERTIFICATE_MISMATCH', 'the log entry is for another certificate');
  }
  return undefined;
}

/**
 * True when a looked-up entry is gitsign's online record of this object: a hashedrekord with the digest of one of
 * `loggedIds`, the signer's certificate, and a signature over that id by the signer's key. The body must be the one that came
 * with the entry. A malformed body does not belong to this object.
 */
export async function isOnlineRecord(
  body: Uint8Array,
  loggedIds: readonly string[],
  certificateDer: Uint8Array,
  key: PublicKey,
): Promise<boolean> {
  let parsed: EntryBody;
  try {
    parsed = parseBody(body);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    return false;
  }
  const id = loggedIds.find((candidate) => equalBytes(digest('sha256', utf8(candidate)), parsed.digest));
  if (id === undefined) return false;
  if (!parsed.certificate || !equalBytes(parsed.certificate, certificateDer)) return false;
  return verifySignature(key, 'sha256', utf8(id), parsed.signature);
}
