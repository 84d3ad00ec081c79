import {
  basicConstraints,
  type Certificate,
  isAcceptableKey,
  parseCertificate,
} from '../certificate/index.js';
import type { TrustedAuthority, TrustedLog } from '../certificate/trusted.js';
import { canonicalJson, decodePemBundle, EncodingError, equalBytes, toHex, utf8 } from '../encoding/index.js';
import { digest, importPublicKey } from '../primitives/index.js';
import { at } from './json-fields.js';
import { knownProfile } from './profile.js';
import type { TrustedRoot } from './types.js';

/** PEM texts, each optional, as gitsign's settings name such files. Text around the blocks is skipped. */
export interface TrustFiles {
  /** Fulcio's roots and intermediates (SIGSTORE_ROOT_FILE, GITSIGN_FULCIO_ROOT). */
  readonly fulcioPem?: string;
  /** Rekor's public keys (SIGSTORE_REKOR_PUBLIC_KEY). */
  readonly rekorPem?: string;
  /** Public keys of the certificate transparency logs (SIGSTORE_CT_LOG_PUBLIC_KEY_FILE). */
  readonly ctPem?: string;
  /** The chain of the timestamp authority: root, intermediates, and its own certificate to pin it. */
  readonly tsaPem?: string;
  /** Base URLs to show; '' where absent. */
  readonly urls?: {
    readonly fulcio?: string;
    readonly rekor?: string;
    readonly ct?: string;
    readonly tsa?: string;
  };
}

const MAX_SIZE = 1 << 20;
// Bare files state no period (gitsign pkg trustedroot.go: "valid from the Unix epoch").
const ALWAYS = { start: 0 };

/**
 * A trusted root made from PEM files. Each self-signed root makes one authority, with every other certificate of its file.
 * The id of a log is the SHA-256 of its key (RFC 6962 section 3.2). Everything is valid from the Unix epoch on.
 * @throws EncodingError for malformed input, or for a file without a block of its kind or without a self-signed root
 */
export function trustedRootFromFiles(files: TrustFiles): TrustedRoot {
  const { fulcioPem, rekorPem, ctPem, tsaPem, urls = {} } = files;
  const skipped: string[] = [];
  return {
    certificateAuthorities: readAuthorities(fulcioPem, 'Fulcio certificates', urls.fulcio),
    timestampAuthorities: readAuthorities(tsaPem, 'timestamp certificates', urls.tsa),
    logs: readLogs(rekorPem, 'Rekor keys', urls.rekor, skipped),
    ctLogs: readLogs(ctPem, 'CT log keys', urls.ct, skipped),
    digest: toHex(
      digest('sha256', utf8(canonicalJson({ fulcioPem, rekorPem, ctPem, tsaPem, urls: { ...urls } }))),
    ),
    skipped,
  };
}

function readBlocks(label: string, pem: string, what: string): Uint8Array[] {
  if (pem.length > MAX_SIZE)
    throw new EncodingError('PEM_MALFORMED', `${what}: a file of more than ${MAX_SIZE} bytes`);
  const blocks = at(what, () => decodePemBundle(label, pem));
  if (blocks.length === 0) throw new EncodingError('PEM_MALFORMED', `${what}: no "BEGIN ${label}" block`);
  return blocks;
}

function readAuthorities(pem: string | undefined, what: string, uri = ''): TrustedAuthority[] {
  if (pem === undefined) return [];
  const certificates = at(what, () => readBlocks('CERTIFICATE', pem, 'file').map(parseCertificate));
  const isRoot = (cert: Certificate) => equalBytes(cert.issuer, cert.subject) && basicConstraints(cert).ca;
  const roots = certificates.filter(isRoot);
  const others = certificates.filter((cert) => !isRoot(cert));
  if (roots.length === 0)
    throw new EncodingError('PEM_MALFORMED', `${what}: no self-signed root certificate`);
  return roots.map((root) => {
    const profile = knownProfile([root]);
    return { uri, chain: [...others, root], validFor: ALWAYS, ...(profile && { profile }) };
  });
}

function readLogs(pem: string | undefined, what: string, baseUrl = '', skipped: string[] = []): TrustedLog[] {
  if (pem === undefined) return [];
  return readBlocks('PUBLIC KEY', pem, what).flatMap((spki, i) => {
    const key = importPublicKey(spki);
    if (key && isAcceptableKey(key))
      return [{ baseUrl, logId: digest('sha256', spki), key, validFor: ALWAYS }];
    skipped.push(`${what}[${i}]: a public key of a kind that is not supported`);
    return [];
  });
}
