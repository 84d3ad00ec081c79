import type { BundleContent } from '../../bundle/index.js';
import { equalBytes } from '../../encoding/index.js';
import { digest } from '../../primitives/index.js';
import {
  type EntryBody,
  type EnvelopeBody,
  type LogEntry,
  type LoggedDigest,
  parseLoggedBody,
  TransparencyError,
} from '../../transparency/index.js';
import { failed, notMade, passed } from '../../verdict/checks.js';
import type { Check } from '../../verdict/verdict.js';
import type { BoundEntry } from '../log-entry.js';
import type { SignedContent } from './signed-content.js';

/** What a log entry must be about. */
export interface Logged {
  readonly content: BundleContent;
  readonly signed: SignedContent;
  /** The JSON text of the envelope as it was signed, where it is known. Bundles do not keep it. */
  readonly envelope?: Uint8Array;
  /** The signer's certificate (DER) or bare public key (SPKI). */
  readonly verifier: { readonly certificate: Uint8Array } | { readonly publicKey: Uint8Array };
}

function mismatch(what: string): Check {
  return failed('log-entry', 'LOG_ENTRY_DIGEST_MISMATCH', `the log entry is for ${what}`);
}

function checkHashedRekord(body: EntryBody, { signed }: Logged): Check | undefined {
  const own = signed.digest(body.digestAlgorithm);
  if (!own) {
    const detail = `the log entry names the ${body.digestAlgorithm} of the artifact, which is not known`;
    return notMade('log-entry', 'ARTIFACT_NOT_GIVEN', detail);
  }
  return equalBytes(own, body.digest) ? undefined : mismatch('another digest');
}

function isDigestOf({ algorithm, digest: stated }: LoggedDigest, bytes: Uint8Array): boolean {
  return equalBytes(digest(algorithm, bytes), stated);
}

function checkEnvelope(body: EnvelopeBody, { content, envelope }: Logged): Check | undefined {
  if (content.kind !== 'dsse') return mismatch('a DSSE envelope, the bundle holds none');
  if (body.payload && !isDigestOf(body.payload, content.payload)) return mismatch('another payload');
  if (body.envelope && envelope && !isDigestOf(body.envelope, envelope)) return mismatch('another envelope');
  // Such an entry names the signature only by the digest of the whole envelope.
  if (!body.signature && !(body.envelope && envelope))
    return failed(
      'log-entry',
      'LOG_ENTRY_KIND_UNSUPPORTED',
      `the log entry is of ${body.kind} ${body.version}, which needs the text of the envelope`,
    );
  return body.payloadType === undefined || body.payloadType === content.payloadType
    ? undefined
    : mismatch('another type of payload');
}

function checkVerifier(body: EntryBody | EnvelopeBody, { verifier }: Logged): Check | undefined {
  if ('certificate' in verifier) {
    return body.certificate && equalBytes(body.certificate, verifier.certificate)
      ? undefined
      : failed('log-entry', 'LOG_ENTRY_CERTIFICATE_MISMATCH', 'the log entry is for another certificate');
  }
  return body.publicKey && equalBytes(body.publicKey, verifier.publicKey)
    ? undefined
    : failed('log-entry', 'LOG_ENTRY_KEY_MISMATCH', 'the log entry is for another public key');
}

function problemOf(entry: LogEntry, body: EntryBody | EnvelopeBody, logged: Logged): Check | undefined {
  if (body.kind !== entry.kind || body.version !== entry.version) {
    return failed('log-entry', 'LOG_ENTRY_MALFORMED', 'the log entry is of another kind than its body');
  }
  const content =
    body.kind === 'hashedrekord' ? checkHashedRekord(body, logged) : checkEnvelope(body, logged);
  if (content) return content;
  if (body.signature && !equalBytes(body.signature, logged.content.signature)) {
    return failed('log-entry', 'LOG_ENTRY_SIGNATURE_MISMATCH', 'the log entry is for another signature');
  }
  return checkVerifier(body, logged);
}

/**
 * Binds a log entry to the bundle: its body must state exactly this content, signature, and certificate or key (Rekor's
 * schemas of hashedrekord, dsse and intoto).
 */
export function bindBundleEntry(entry: LogEntry, logged: Logged): BoundEntry {
  const { body, kind, version } = entry;
  if (!body) {
    return { check: failed('log-entry', 'LOG_ENTRY_MALFORMED', 'the log entry has no canonicalized body') };
  }
  let stated: EntryBody | EnvelopeBody;
  try {
    stated = parseLoggedBody(body);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    return { check: failed('log-entry', error.code, error.message) };
  }
  const problem = problemOf(entry, stated, logged);
  if (problem) return { check: problem };
  const what = 'certificate' in logged.verifier ? 'certificate' : 'key';
  const check = passed('log-entry', `${kind} ${version} for exactly this content, signature and ${what}`);
  return { body, check };
}
