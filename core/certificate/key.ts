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

// A certificate never changes, so its key is imported only once. Every leaf needs the key of the CA that issued it.
const keys = new WeakMap<Certificate, PublicKey | false>();
const keyHashes = new WeakMap<Certificate, Uint8Array>();
const derHashes = new WeakMap<Certificate, string>();
// Far more certificates than are in use at one time. To keep more would only cost time in garbage collection.
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

/** SHA-1 and SHA-256 of the DER, lower-case hex. They are names for people and for git's status lines, not evidence. */
export function fingerprints(cert: Certificate): { readonly sha1: string; readonly sha256: string } {
  return { sha1: digestHex('sha1', cert.der), sha256: derHash(cert) };
}

/** A name for a certificate together with its issuer's key, for {@link once}. All such names have the same length. */
export function linkName(cert: Certificate, issuer: Certificate): string {
  return derHash(cert) + toHex(keyHash(issuer));
}

/** The result of `verify`, which runs once for each name. The name must contain everything that the result depends on. */
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
 * True when `issuer`'s key signed `cert`; the algorithm and its hash are those that `cert` names (RFC 5280 section 4.1.1.3).
 * RSASSA-PSS counts only with `general`.
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
