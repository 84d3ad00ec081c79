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

/** A digest with its algorithm, as an entry states it. */
export interface LoggedDigest {
  readonly algorithm: LoggedHash;
  readonly digest: Uint8Array;
}

/** The content of the canonical body of an entry for a DSSE envelope. */
export interface EnvelopeBody extends LoggedVerifier {
  readonly kind: 'dsse' | 'intoto';
  readonly version: '0.0.1' | '0.0.2';
  /** Of the JSON text of the envelope as it was uploaded; not in dsse 0.0.2. */
  readonly envelope?: LoggedDigest;
  /** Of the envelope's payload, not of the signed bytes. Older entries of intoto 0.0.1 lack it. */
  readonly payload?: LoggedDigest;
  /** Only in entries of intoto 0.0.2. */
  readonly payloadType?: string;
  /** Not in intoto 0.0.1, which names the signature only by the digest of the envelope. */
  readonly signature?: Uint8Array;
}

type Stated = Omit<EnvelopeBody, 'kind' | 'version'>;

function envelopeAt(fields: JsonFields, name: string): Pick<Stated, 'envelope'> {
  return fields.has(name) ? { envelope: readHashV1(fields.object(name)) } : {};
}

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
  const signature = only(spec.objects('signatures'));
  return {
    ...envelopeAt(spec, 'envelopeHash'),
    payload: readHashV1(spec.object('payloadHash')),
    signature: signature.base64('signature'),
    ...readVerifierV1(signature.base64('verifier')),
  };
}

// rekor-tiles api/proto/rekor/v2/dsse.proto, DSSELogEntryV002
function readDsseV2(spec: JsonFields): Stated {
  const stated = spec.object('dsseV002');
  const signature = only(stated.objects('signatures'));
  return {
    payload: readHashV2(stated.object('payloadHash')),
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

// rekor pkg/types/intoto/v0.0.1/intoto_v0_0_1_schema.json: the canonical form leaves the envelope out.
function readIntotoV1(spec: JsonFields): Stated {
  const content = spec.object('content');
  return {
    envelope: readHashV1(content.object('hash')),
    ...(content.has('payloadHash') && { payload: readHashV1(content.object('payloadHash')) }),
    ...readVerifierV1(spec.base64('publicKey')),
  };
}

// rekor pkg/types/intoto/v0.0.2/intoto_v0_0_2_schema.json: values that are base64 in the envelope are encoded a second time.
function readIntotoV2(spec: JsonFields): Stated {
  const content = spec.object('content');
  const envelope = content.object('envelope');
  const signature = only(envelope.objects('signatures'));
  return {
    ...envelopeAt(content, 'hash'),
    payload: readHashV1(content.object('payloadHash')),
    payloadType: envelope.text('payloadType'),
    signature: decodeAgain(signature.base64('sig')),
    ...readVerifierV1(signature.base64('publicKey')),
  };
}

function readAny(body: CanonicalBody): EntryBody | EnvelopeBody {
  const { kind, version, spec } = body;
  if (kind === 'dsse' && version === '0.0.1') return { kind, version, ...readDsseV1(spec()) };
  if (kind === 'dsse' && version === '0.0.2') return { kind, version, ...readDsseV2(spec()) };
  if (kind === 'intoto' && version === '0.0.1') return { kind, version, ...readIntotoV1(spec()) };
  if (kind === 'intoto' && version === '0.0.2') return { kind, version, ...readIntotoV2(spec()) };
  return readHashedRekord(body);
}

/**
 * The content of the canonical body of an entry for a file or an envelope: hashedrekord, dsse and intoto, each 0.0.1 and 0.0.2.
 * It must be exactly RFC 8785 JSON.
 * @throws TransparencyError LOG_ENTRY_MALFORMED, LOG_ENTRY_KIND_UNSUPPORTED
 */
export function parseLoggedBody(body: Uint8Array): EntryBody | EnvelopeBody {
  return asEntryError(() => readAny(canonicalBody(body)));
}
