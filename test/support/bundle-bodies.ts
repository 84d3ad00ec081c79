import { createHash } from 'node:crypto';
import { canonicalJson, encodePem, type Json, toBase64, toHex, utf8 } from '../../core/encoding/index.js';

/** The names of hashes in entries. */
export type HashName = 'sha256' | 'sha384' | 'sha512';

/** The logged data, from which every kind of body is made. */
export interface Loggable {
  /** The signed data: the artifact, or the pre-authentication encoding of the envelope. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** The data whose digest is signed. */
  readonly hash: HashName;
  /** The curve, the bits of an RSA key, or the way in which an Ed25519 key signed. */
  readonly key: string | number;
  /** Certificate or SPKI, DER. */
  readonly verifier: { readonly label: 'CERTIFICATE' | 'PUBLIC KEY'; readonly der: Uint8Array };
  readonly payload: Uint8Array;
  readonly payloadType: string;
  /** The JSON text of the envelope as it was uploaded; another one by default. */
  readonly envelope?: Uint8Array;
}

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());
const v1Hash = (bytes: Uint8Array): Json => ({ algorithm: 'sha256', value: toHex(sha256(bytes)) });
const envelopeOf = ({ envelope }: Loggable): Uint8Array =>
  envelope ?? utf8('the envelope as it was uploaded');
const digestOf = ({ hash, signed }: Loggable): Uint8Array => createHash(hash).update(signed).digest();
const V2_NAMES = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' } as const;

/** The key details of protobuf-specs (sigstore_common.proto, PublicKeyDetails). */
export function keyDetails({ key, hash }: Pick<Loggable, 'key' | 'hash'>): string {
  if (key === 'plain') return 'PKIX_ED25519';
  if (key === 'prehashed') return 'PKIX_ED25519_PH';
  const bits = hash.slice('sha'.length);
  return typeof key === 'number'
    ? `PKIX_RSA_PKCS1V15_${key}_SHA${bits}`
    : `PKIX_ECDSA_${key.replace('-', '')}_SHA_${bits}`;
}
const v1Key = ({ verifier: { label, der } }: Loggable): string => toBase64(utf8(encodePem(label, der)));
const v2Key = (it: Loggable): Json => {
  const { label, der } = it.verifier;
  const raw = { rawBytes: toBase64(der) };
  const key = label === 'CERTIFICATE' ? { x509Certificate: raw } : { publicKey: raw };
  return { keyDetails: keyDetails(it), ...key };
};

/** The specs of the kinds of entries that bundles hold, as Rekor's schemas have them. */
export const SPECS = {
  'hashedrekord 0.0.1': (it: Loggable): Json => ({
    data: { hash: { algorithm: it.hash, value: toHex(digestOf(it)) } },
    signature: { content: toBase64(it.signature), publicKey: { content: v1Key(it) } },
  }),
  'hashedrekord 0.0.2': (it: Loggable): Json => ({
    hashedRekordV002: {
      data: { algorithm: V2_NAMES[it.hash], digest: toBase64(digestOf(it)) },
      signature: { content: toBase64(it.signature), verifier: v2Key(it) },
    },
  }),
  'dsse 0.0.1': (it: Loggable): Json => ({
    envelopeHash: v1Hash(envelopeOf(it)),
    payloadHash: v1Hash(it.payload),
    signatures: [{ signature: toBase64(it.signature), verifier: v1Key(it) }],
  }),
  'dsse 0.0.2': (it: Loggable): Json => ({
    dsseV002: {
      payloadHash: { algorithm: 'SHA2_256', digest: toBase64(sha256(it.payload)) },
      signatures: [{ content: toBase64(it.signature), verifier: v2Key(it) }],
    },
  }),
  'intoto 0.0.1': (it: Loggable): Json => ({
    content: { hash: v1Hash(envelopeOf(it)), payloadHash: v1Hash(it.payload) },
    publicKey: v1Key(it),
  }),
  'intoto 0.0.2': (it: Loggable): Json => ({
    content: {
      envelope: {
        payloadType: it.payloadType,
        signatures: [{ publicKey: v1Key(it), sig: toBase64(utf8(toBase64(it.signature))) }],
      },
      hash: v1Hash(envelopeOf(it)),
      payloadHash: v1Hash(it.payload),
    },
  }),
} as const;

/** The name of a kind of entry, with its version. */
export type LoggedAs = keyof typeof SPECS;

/** The canonical body of an entry. */
export function entryBody(as: LoggedAs, it: Loggable): Uint8Array {
  const [kind = '', apiVersion = ''] = as.split(' ');
  return utf8(canonicalJson({ apiVersion, kind, spec: SPECS[as](it) }));
}
