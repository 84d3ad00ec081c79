import { toHex } from '../encoding/index.js';
import {
  digest,
  digestHex,
  importPublicKey,
  type PublicKey,
  verifyPss,
  verifySignature,
} from '../primitives/index.js';
import { isAcceptableKey, signatureScheme } from './algorithm.js';
import type { ChainOptions, SignatureCache } from './chain-types.js';
import { RSASSA_PSS, readPssParameters } from './pss.js';
import type { Certificate } from './types.js';

// What is derived from an immutable certificate is derived once: a CA's key is needed for every leaf it issued.
const keys = new WeakMap<Certificate, PublicKey | false>();
const keyHashes = new WeakMap<Certificate, Uint8Array>();
const derHashes = new WeakMap<Certificate, string>();
// Far more than the certificates of commits that are under way at once; what is kept longer costs the collector its time.
const CACHE_LIMIT = 1000;

/** The key of a certificate, imported once per object; undefined for a kind or size this program does not verify with. */
export function certificateKey(cert: Certificate): PublicKey | undefined {
  let key = keys.get(cert);
  if (key === undefined) {
    const imported = importPublicKey(cert.spki);
    key = imported && isAcceptableKey(imported) ? imported : false;
    keys.set(cert, key);
  }
  return key || undefined;
}

/** SHA-256 of the SubjectPublicKeyInfo: the issuer_key_hash of RFC 6962 section 3.2. Computed once per object. */
export function keyHash(cert: Certificate): Uint8Array {
  let hash = keyHashes.get(cert);
  if (!hash) {
    hash = digest('sha256', cert.spki);
    keyHashes.set(cert, hash);
  }
  return hash;
}

/** SHA-256 of the DER, lower-case hex. Computed once per object. */
function derHash(cert: Certificate): string {
  let hash = derHashes.get(cert);
  if (hash === undefined) {
    hash = digestHex('sha256', cert.der);
    derHashes.set(cert, hash);
  }
  return hash;
}

/** SHA-1 and SHA-256 of the DER, lower-case hex: names for people and for git's status lines, not evidence. */
export function fingerprints(cert: Certificate): { readonly sha1: string; readonly sha256: string } {
  return { sha1: digestHex('sha1', cert.der), sha256: derHash(cert) };
}

/** What names a certificate and the key of who issued it, always of one length, for keys of {@link once}. */
export function linkName(cert: Certificate, issuer: Certificate): string {
  return derHash(cert) + toHex(keyHash(issuer));
}

/** What `verify` says, asked once per name: it must name everything the answer depends on. */
export function once(
  cache: SignatureCache | undefined,
  naming: () => string,
  verify: () => Promise<boolean>,
): Promise<boolean> {
  if (!cache) return verify();
  const name = naming();
  const known = cache.get(name);
  if (known) return known;
  const answer = verify();
  for (const oldest of cache.keys()) {
    if (cache.size < CACHE_LIMIT) break;
    cache.delete(oldest);
  }
  cache.set(name, answer);
  return answer;
}

/**
 * True when `issuer`'s key signed `cert`; the algorithm is the one `cert` names, with its hash (RFC 5280 section 4.1.1.3).
 * RSASSA-PSS only where `general`.
 * @returns undefined when this program does not accept the algorithm or the key
 * @throws EncodingError for malformed RSASSA-PSS parameters
 */
export function isSignedBy(
  cert: Certificate,
  issuer: Certificate,
  { cache, general = false }: Pick<ChainOptions, 'cache' | 'general'>,
): Promise<boolean> | undefined {
  const key = certificateKey(issuer);
  if (!key) return undefined;
  if (general && cert.signatureAlgorithm === RSASSA_PSS) return isSignedWithPss(cert, issuer, key, cache);
  const scheme = signatureScheme(cert.signatureAlgorithm);
  if (!scheme) return undefined;
  if (scheme.type !== key.type) return Promise.resolve(false);
  return once(
    cache,
    () => linkName(cert, issuer),
    () => verifySignature(key, scheme.hash, cert.tbs, cert.signature),
  );
}

function isSignedWithPss(
  cert: Certificate,
  issuer: Certificate,
  key: PublicKey,
  cache: SignatureCache | undefined,
): Promise<boolean> | undefined {
  const scheme = cert.signatureParameters && readPssParameters(cert.signatureParameters);
  if (!scheme) return undefined;
  return once(
    cache,
    () => linkName(cert, issuer),
    () => verifyPss(key, scheme, cert.tbs, cert.signature),
  );
}
