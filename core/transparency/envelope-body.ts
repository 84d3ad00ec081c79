import { fromBase64, fromUtf8 } from '../encoding/index.js';
import { type EntryBody, readHashedRekord } from './body.js';
import {
  type CanonicalBody,
  canonicalBody,
  type LoggedHash,
  type LoggedVerifier,
  readHashV1,
  readHashV2,
  readVerifierV1,
  readVerifierV2,
} from './body-parts.js';
import { asEntryError } from './checked.js';
import { TransparencyError } from './error.js';
import type { JsonFields } from './json-fields.js';

/** The content of the canonical body of an entry for a DSSE envelope. */
export interface EnvelopeBody extends LoggedVerifier {
  readonly kind: 'dsse' | 'intoto';
  readonly version: '0.0.1' | '0.0.2';
  /** Of the envelope's payload, not of the signed bytes. */
  readonly payloadAlgorithm: LoggedHash;
  readonly payloadDigest: Uint8Array;
  /** Only in entries of kind intoto. */
  readonly payloadType?: string;
  readonly signature: Uint8Array;
}

type Stated = Omit<EnvelopeBody, 'kind' | 'version'>;

function only(signatures: readonly JsonFields[]): JsonFields {
  const [signature, ...others] = signatures;
  if (!signature || others.length > 0)
    throw new TransparencyError(
      'LOG_ENTRY_MALFORMED',
      'the log entry is not for an envelope with exactly one signature',
    );
  return signature;
}

// rekor pkg/types/dsse/v0.0.1/dsse_v0_0_1_schema.json. envelopeHash is over JSON text that a bundle does not keep.
function readDsseV1(spec: JsonFields): Stated {
  const { algorithm, digest } = readHashV1(spec.object('payloadHash'));
  const signature = only(spec.objects('signatures'));
  return {
    payloadAlgorithm: algorithm,
    payloadDigest: digest,
    signature: signature.base64('signature'),
    ...readVerifierV1(signature.base64('verifier')),
  };
}

// rekor-tiles api/proto/rekor/v2/dsse.proto, DSSELogEntryV002
function readDsseV2(spec: JsonFields): Stated {
  const stated = spec.object('dsseV002');
  const { algorithm, digest } = readHashV2(stated.object('payloadHash'));
  const signature = only(stated.objects('signatures'));
  return {
    payloadAlgorithm: algorithm,
    payloadDigest: digest,
    signature: signature.base64('content'),
    ...readVerifierV2(signature.object('verifier')),
  };
}

function decodeAgain(text: Uint8Array): Uint8Array {
  try {
    return fromBase64(fromUtf8(text));
  } catch {
    throw new TransparencyError(
      'LOG_ENTRY_MALFORMED',
      'the signature of the log entry is not base64 in base64',
    );
  }
}

// rekor pkg/types/intoto/v0.0.2/intoto_v0_0_2_schema.json: values that are base64 in the envelope are encoded a second time.
function readIntoto(spec: JsonFields): Stated {
  const content = spec.object('content');
  const envelope = content.object('envelope');
  const { algorithm, digest } = readHashV1(content.object('payloadHash'));
  const signature = only(envelope.objects('signatures'));
  return {
    payloadAlgorithm: algorithm,
    payloadDigest: digest,
    payloadType: envelope.text('payloadType'),
    signature: decodeAgain(signature.base64('sig')),
    ...readVerifierV1(signature.base64('publicKey')),
  };
}

function readAny(body: CanonicalBody): EntryBody | EnvelopeBody {
  const { kind, version, spec } = body;
  if (kind === 'dsse' && version === '0.0.1') return { kind, version, ...readDsseV1(spec()) };
  if (kind === 'dsse' && version === '0.0.2') return { kind, version, ...readDsseV2(spec()) };
  if (kind === 'intoto' && version === '0.0.2') return { kind, version, ...readIntoto(spec()) };
  return readHashedRekord(body);
}

/**
 * The content of the canonical body of an entry that a Sigstore bundle may hold: hashedrekord 0.0.1 and 0.0.2, dsse 0.0.1 and
 * 0.0.2, intoto 0.0.2. It must be exactly RFC 8785 JSON.
 * @throws TransparencyError LOG_ENTRY_MALFORMED, LOG_ENTRY_KIND_UNSUPPORTED
 */
export function parseLoggedBody(body: Uint8Array): EntryBody | EnvelopeBody {
  return asEntryError(() => readAny(canonicalBody(body)));
}
