import {
  canonicalJson,
  decodePemBundle,
  encodePem,
  fromUtf8,
  type Json,
  parseJson,
  toBase64,
  toHex,
  utf8,
} from '../encoding/index.js';
import { asEntryError } from './checked.js';
import { TransparencyError } from './error.js';
import { JsonFields } from './json-fields.js';

/** What a hashedrekord entry for a Fulcio certificate states. */
export interface HashedRekord {
  readonly version: '0.0.1' | '0.0.2';
  /** SHA-256 of what was signed. */
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
  /** The signer's certificate. */
  readonly certificateDer: Uint8Array;
}

/** What an entry's canonical body states, by `kind`. Exactly one of `certificate` (DER) and `publicKey` (SPKI) is there. */
export interface EntryBody {
  readonly kind: 'hashedrekord';
  readonly version: '0.0.1' | '0.0.2';
  readonly digestAlgorithm: 'sha256' | 'sha384' | 'sha512';
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificate?: Uint8Array;
  readonly publicKey?: Uint8Array;
}

type Stated = Omit<EntryBody, 'kind' | 'version'>;

const V2_ALGORITHMS = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' } as const;
const MAX_DEPTH = 16;
const DIGEST_LENGTH = { sha256: 32, sha384: 48, sha512: 64 } as const;

function malformed(what: string): TransparencyError {
  return new TransparencyError('LOG_ENTRY_MALFORMED', what);
}

/**
 * The canonical body Rekor stores (RFC 8785 JSON) for an ECDSA P-256 signature over a SHA-256 digest: hashedrekord
 * 0.0.1 (Rekor v1, the certificate as PEM) or 0.0.2 (Rekor v2, as DER).
 */
export function hashedRekordBody({ version, digest, signature, certificateDer }: HashedRekord): Uint8Array {
  const content = toBase64(signature);
  const v1: Json = {
    data: { hash: { algorithm: 'sha256', value: toHex(digest) } },
    signature: { content, publicKey: { content: toBase64(utf8(encodePem('CERTIFICATE', certificateDer))) } },
  };
  const verifier = {
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    x509Certificate: { rawBytes: toBase64(certificateDer) },
  };
  const v2: Json = {
    hashedRekordV002: {
      data: { algorithm: 'SHA2_256', digest: toBase64(digest) },
      signature: { content, verifier },
    },
  };
  return utf8(
    canonicalJson({ apiVersion: version, kind: 'hashedrekord', spec: version === '0.0.1' ? v1 : v2 }),
  );
}

function readV1(spec: JsonFields): Stated {
  const hash = spec.object('data').object('hash');
  const digestAlgorithm = hash.text('algorithm');
  if (!Object.hasOwn(DIGEST_LENGTH, digestAlgorithm))
    throw malformed('the digest algorithm of the entry is unknown');
  const signature = spec.object('signature');
  const pem = fromUtf8(signature.object('publicKey').base64('content'));
  const [certificate] = decodePemBundle('CERTIFICATE', pem);
  const [publicKey] = certificate ? [] : decodePemBundle('PUBLIC KEY', pem);
  return {
    digestAlgorithm: digestAlgorithm as EntryBody['digestAlgorithm'],
    digest: hash.hex('value'),
    signature: signature.base64('content'),
    ...(certificate && { certificate }),
    ...(publicKey && { publicKey }),
  };
}

function readV2(spec: JsonFields): Stated {
  const stated = spec.object('hashedRekordV002');
  const data = stated.object('data');
  const algorithm = data.text('algorithm');
  if (!Object.hasOwn(V2_ALGORITHMS, algorithm))
    throw malformed('the digest algorithm of the entry is unknown');
  const signature = stated.object('signature');
  const verifier = signature.object('verifier');
  return {
    digestAlgorithm: V2_ALGORITHMS[algorithm as keyof typeof V2_ALGORITHMS],
    digest: data.base64('digest'),
    signature: signature.base64('content'),
    ...(verifier.has('x509Certificate') && {
      certificate: verifier.object('x509Certificate').base64('rawBytes'),
    }),
    ...(verifier.has('publicKey') && { publicKey: verifier.object('publicKey').base64('rawBytes') }),
  };
}

/** How deep brackets nest in JSON text whose strings have none, as a hashedrekord's have not. */
function depth(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const c of text) {
    if (c === '{' || c === '[') deepest = Math.max(deepest, ++open);
    else if (c === '}' || c === ']') open--;
  }
  return deepest;
}

/**
 * What a canonical body states. It must be RFC 8785 JSON to the byte, so that no member is there twice.
 * @throws TransparencyError LOG_ENTRY_MALFORMED, LOG_ENTRY_KIND_UNSUPPORTED
 */
export function parseBody(body: Uint8Array): EntryBody {
  return asEntryError(() => {
    const text = fromUtf8(body);
    const fields = JsonFields.parse(text);
    const kind = fields.text('kind');
    const version = fields.text('apiVersion');
    if (kind !== 'hashedrekord' || (version !== '0.0.1' && version !== '0.0.2'))
      throw new TransparencyError(
        'LOG_ENTRY_KIND_UNSUPPORTED',
        'the log entry is not a hashedrekord 0.0.1 or 0.0.2',
      );
    if (depth(text) > MAX_DEPTH || canonicalJson(parseJson(text) as Json) !== text)
      throw malformed('the body of the entry is not canonical JSON');
    const stated = version === '0.0.1' ? readV1(fields.object('spec')) : readV2(fields.object('spec'));
    if (stated.digest.length !== DIGEST_LENGTH[stated.digestAlgorithm])
      throw malformed('the digest of the entry is not as long as its algorithm says');
    if ((stated.certificate === undefined) === (stated.publicKey === undefined))
      throw malformed('the log entry does not name one certificate or key');
    return { kind, version, ...stated };
  });
}
