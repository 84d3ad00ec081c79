import { type BundleSigner, withRefusal } from '../../bundle/index.js';
import { parseCertificate } from '../../certificate/index.js';
import { decodePem, fromBase64, isObject, parseStrictJson } from '../../encoding/index.js';
import { tokenFromResponse } from '../../timestamp/index.js';
import { type LogEntry, logEntryFromRekorAnnotation } from '../../transparency/index.js';
import type { Annotations } from '../manifest/index.js';
import { EvidenceError, type EvidenceErrorCode } from './error.js';

// cosign pkg/oci/static, the annotations of a layer. `dev.sigstore.cosign/chain` is not read: the trusted root says who may
// issue a certificate.
const SIGNATURE = 'dev.cosignproject.cosign/signature';
const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const LOG_ENTRY = 'dev.sigstore.cosign/bundle';
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp';

/** What cosign keeps in the annotations of a layer beside the signed content. */
export interface AnnotatedEvidence {
  /** Absent for an attestation: its envelope has the signature. */
  readonly signature?: Uint8Array;
  readonly signer: BundleSigner;
  readonly logEntries: readonly LogEntry[];
  readonly timestampTokens: readonly Uint8Array[];
}

/** What `read` returns; its error about bytes that it cannot read becomes an EvidenceError with this code. */
export function readable<T>(code: EvidenceErrorCode, place: string, read: () => T): T {
  return withRefusal(read, (message) => new EvidenceError(code, `${place}: ${message}`));
}

function timestampIn(text: string): Uint8Array {
  const value = parseStrictJson(text);
  const response = isObject(value) ? value['SignedRFC3161Timestamp'] : undefined;
  if (typeof response !== 'string')
    throw new EvidenceError('TIMESTAMP_MALFORMED', 'the timestamp annotation holds no timestamp');
  return tokenFromResponse(fromBase64(response));
}

/**
 * The evidence in the annotations of a layer. Nothing in it is verified here.
 * @throws EvidenceError
 */
export function readAnnotations(annotations: Annotations): AnnotatedEvidence {
  const {
    [SIGNATURE]: signature = '',
    [CERTIFICATE]: certificate = '',
    [LOG_ENTRY]: entry = '',
    [TIMESTAMP]: stamp = '',
  } = annotations;
  const signer: BundleSigner =
    certificate === ''
      ? { kind: 'public-key', hint: '' }
      : {
          kind: 'certificate',
          certificate: readable('CERTIFICATE_MALFORMED', 'the certificate', () =>
            parseCertificate(decodePem('CERTIFICATE', certificate)),
          ),
        };
  return {
    ...(signature !== '' && {
      signature: readable('ATTACHMENT_MALFORMED', 'the signature', () => fromBase64(signature)),
    }),
    signer,
    logEntries:
      entry === ''
        ? []
        : [readable('LOG_ENTRY_MALFORMED', 'the log entry', () => logEntryFromRekorAnnotation(entry))],
    timestampTokens:
      stamp === '' ? [] : [readable('TIMESTAMP_MALFORMED', 'the timestamp', () => timestampIn(stamp))],
  };
}
