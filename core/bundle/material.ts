import { type Certificate, parseCertificate } from '../certificate/index.js';
import { toHex } from '../encoding/index.js';
import { tokenFromResponse } from '../timestamp/index.js';
import { type LogEntry, logEntryFromProtoJson } from '../transparency/index.js';
import { BundleError } from './error.js';
import { bytesAt, type Fields, messageAt, messagesAt, oneOf, textAt, typed } from './fields.js';
import type { Bundle, BundleSigner } from './types.js';

const MAX_CERTIFICATES = 10;
// As many as sigstore-go takes.
const MAX_ENTRIES = 32;
const MAX_TIMESTAMPS = 32;

function readCertificate(fields: Fields): Certificate {
  const raw = bytesAt(fields, 'rawBytes');
  return typed('CERTIFICATE_MALFORMED', () => parseCertificate(raw));
}

/**
 * The leaf of a chain: its first certificate. All others are ignored, also the roots that bundles of 2023 contain, because
 * the trusted root says who may issue a leaf (sigstore_bundle.proto, VerificationMaterial: verifiers should ignore
 * superfluous intermediates and roots).
 */
function readChain(chain: Fields): Certificate {
  const [leaf, ...others] = messagesAt(chain, 'certificates', MAX_CERTIFICATES);
  if (!leaf) throw new BundleError('BUNDLE_MALFORMED', 'the certificate chain is empty');
  for (const other of others) bytesAt(other, 'rawBytes');
  return readCertificate(leaf);
}

/**
 * Whose key signed. A chain begins with the leaf. Since v0.3, a bundle holds only the leaf (sigstore_bundle.proto,
 * VerificationMaterial).
 * @throws BundleError
 */
export function readSigner(material: Fields, version: Bundle['version']): BundleSigner {
  const { kind, message: fields } = oneOf(material, ['publicKey', 'x509CertificateChain', 'certificate']);
  switch (kind) {
    case 'publicKey':
      return { kind: 'public-key', hint: textAt(fields, 'hint') };
    case 'certificate':
      return { kind: 'certificate', certificate: readCertificate(fields) };
    case 'x509CertificateChain':
      if (version === '0.3')
        throw new BundleError(
          'BUNDLE_MALFORMED',
          'a bundle of version 0.3 must not hold a certificate chain',
        );
      return { kind: 'certificate', certificate: readChain(fields) };
  }
}

function readLogEntry(fields: Fields): LogEntry {
  return typed('LOG_ENTRY_MALFORMED', () => logEntryFromProtoJson(fields));
}

/**
 * The log entries of a bundle; none may be there twice.
 * @throws BundleError
 */
export function readLogEntries(material: Fields): LogEntry[] {
  const entries = messagesAt(material, 'tlogEntries', MAX_ENTRIES).map(readLogEntry);
  const names = entries.map(({ logId, body = new Uint8Array() }) => `${toHex(logId)} ${toHex(body)}`);
  if (new Set(names).size < names.length)
    throw new BundleError('BUNDLE_MALFORMED', 'the same log entry is there twice');
  return entries;
}

/**
 * The timestamp tokens of a bundle, taken out of the TimeStampResp they are in.
 * @throws BundleError
 */
export function readTimestamps(material: Fields): Uint8Array[] {
  const data = messageAt(material, 'timestampVerificationData') ?? {};
  return messagesAt(data, 'rfc3161Timestamps', MAX_TIMESTAMPS).map((fields) => {
    const response = bytesAt(fields, 'signedTimestamp');
    return typed('TIMESTAMP_MALFORMED', () => tokenFromResponse(response));
  });
}
