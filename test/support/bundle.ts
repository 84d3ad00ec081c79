import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { concatBytes, toBase64, toHex, utf8 } from '../../core/encoding/index.js';
import { importPublicKey, type PublicKey } from '../../core/primitives/index.js';
import type { LogEntry } from '../../core/transparency/index.js';
import { leafHashOf, MerkleTree } from '../sandbox/merkle.js';
import { spkiOf } from '../sandbox/pki.js';
import { timestampResponse } from '../sandbox/tsa/token.js';
import { entryBody, type HashName, type LoggedAs } from './bundle-bodies.js';
import { signEd25519ph } from './ed25519ph.js';
import type { SignOptions, TestInstance } from './instance.js';
import { rsaPair } from './rsa.js';

/** The options of a bundle. The default is a v0.3 message signature with certificate, logged in Rekor v1. */
export interface BundleOptions extends SignOptions {
  readonly version?: '0.1' | '0.2' | '0.3';
  readonly as?: LoggedAs;
  /** Signs this in-toto statement (or any payload of `payloadType`) in an envelope, instead of the artifact. */
  readonly payload?: Uint8Array;
  readonly payloadType?: string;
  /** Signs with a bare key: no certificate. */
  readonly bareKey?: boolean;
  readonly curve?: 'P-256' | 'P-384' | 'P-521';
  /** Signs with an RSA key of this many bits. */
  readonly rsa?: 1024 | 2048 | 3072 | 4096;
  /** Signs with an Ed25519 key: plain, or with Ed25519ph, which logs accept. */
  readonly ed25519?: 'plain' | 'prehashed';
  readonly hash?: HashName;
  /** Unix seconds of an RFC 3161 timestamp. Rekor v2 needs one. */
  readonly stampedAt?: number;
  /** The accuracy of the timestamp in seconds; 1 by default. */
  readonly stampAccuracy?: number;
}

const MEDIA_TYPES = {
  '0.1': 'application/vnd.dev.sigstore.bundle+json;version=0.1',
  '0.2': 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  '0.3': 'application/vnd.dev.sigstore.bundle.v0.3+json',
} as const;

const SHA256 = '2.16.840.1.101.3.4.2.1';

/** JSON that a test may change before it is written. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into it to break it
export type BundleJson = Record<string, any>;

/** A bundle made by the instance, with the signer's key. */
export interface MadeBundle {
  readonly json: BundleJson;
  readonly publicKey: PublicKey;
}

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** A statement with `sha256` of the artifact as a subject. */
export function statementAbout(artifact: Uint8Array, more: Record<string, unknown> = {}): Uint8Array {
  const subject = [{ name: 'artifact', digest: { sha256: toHex(sha256(artifact)) } }];
  const fields = { _type: 'https://in-toto.io/Statement/v1', predicateType: 'https://example.test/said/v1' };
  return utf8(JSON.stringify({ ...fields, subject, predicate: {}, ...more }));
}

/** A Sigstore bundle for an artifact. */
export function makeBundle(
  instance: TestInstance,
  artifact: Uint8Array,
  options: BundleOptions = {},
): MadeBundle {
  const { version = '0.3', payload, payloadType = 'application/vnd.in-toto+json' } = options;
  const as = options.as ?? (payload ? 'dsse 0.0.1' : 'hashedrekord 0.0.1');
  const privateKey = signerKey(options);
  const notBefore = options.notBefore ?? instance.start + 1000;
  const certificate = options.bareKey
    ? undefined
    : instance.issue(createPublicKey(privateKey), notBefore, options);
  const signed = payload ? pae(payloadType, payload) : artifact;
  const hash = options.hash ?? (options.ed25519 ? 'sha512' : 'sha256');
  const signature = signatureOf(options, hash, signed, privateKey);
  const verifier = certificate
    ? { label: 'CERTIFICATE' as const, der: certificate }
    : { label: 'PUBLIC KEY' as const, der: spkiOf(privateKey) };
  const body = entryBody(as, {
    signed,
    hash,
    key: options.ed25519 ?? options.rsa ?? options.curve ?? 'P-256',
    signature,
    verifier,
    payload: payload ?? new Uint8Array(),
    payloadType,
  });
  const entry = logged(instance, body, as, options.integratedTime ?? notBefore + 1);
  const stamps =
    options.stampedAt === undefined
      ? []
      : [stamp(instance, signature, options.stampedAt, options.stampAccuracy)];
  const json = {
    mediaType: MEDIA_TYPES[version],
    verificationMaterial: {
      ...material(version, certificate),
      tlogEntries: [entryJson(options.alterEntry ? options.alterEntry(entry) : entry, body)],
      timestampVerificationData: { rfc3161Timestamps: stamps },
    },
    ...(payload
      ? {
          dsseEnvelope: {
            payload: toBase64(payload),
            payloadType,
            signatures: [{ sig: toBase64(signature), keyid: '' }],
          },
        }
      : {
          messageSignature: {
            messageDigest: {
              algorithm: hash.replace('sha', 'SHA2_'),
              digest: toBase64(new Uint8Array(createHash(hash).update(artifact).digest())),
            },
            signature: toBase64(signature),
          },
        }),
  };
  const publicKey = importPublicKey(spkiOf(privateKey));
  if (!publicKey) throw new Error('a key that cannot be used');
  return { json, publicKey };
}

function signerKey({ rsa, ed25519, curve = 'P-256' }: BundleOptions): KeyObject {
  if (ed25519) return generateKeyPairSync('ed25519').privateKey;
  if (rsa) return rsaPair(rsa).privateKey;
  return generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
}

function signatureOf(
  { ed25519 }: BundleOptions,
  hash: HashName,
  signed: Uint8Array,
  key: KeyObject,
): Uint8Array {
  if (ed25519 === 'prehashed') return signEd25519ph(key, signed);
  return new Uint8Array(sign(ed25519 ? null : hash, signed, key));
}

/** The bytes of a bundle's JSON. */
export function bundleBytes(json: BundleJson): Uint8Array {
  return utf8(JSON.stringify(json));
}

/** Written independently of the product: DSSE protocol.md. */
function pae(type: string, payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return new Uint8Array(Buffer.concat([Buffer.from(head), payload]));
}

function material(version: '0.1' | '0.2' | '0.3', certificate: Uint8Array | undefined): BundleJson {
  if (!certificate) return { publicKey: { hint: 'the-key' } };
  const leaf = { rawBytes: toBase64(certificate) };
  return version === '0.3' ? { certificate: leaf } : { x509CertificateChain: { certificates: [leaf] } };
}

/** An RFC 3161 timestamp by the instance over a signature, as bundles contain it. */
export function stamp(
  instance: TestInstance,
  signature: Uint8Array,
  time: number,
  accuracy?: number,
  certificates = true,
): BundleJson {
  const [certificate = new Uint8Array()] = instance.chains.tsa;
  const query = { algorithm: SHA256, digest: sha256(signature), certificates };
  const response = timestampResponse(query, { key: instance.keys.tsa, certificate }, time, accuracy);
  return { signedTimestamp: toBase64(response) };
}

function logged(instance: TestInstance, body: Uint8Array, as: LoggedAs, time: number): LogEntry {
  const [kind = '', version = ''] = as.split(' ');
  return version === '0.0.2' && kind !== 'intoto'
    ? logV2(instance.keys.rekorV2, body, { kind, version })
    : instance.logBody(body, { kind, version }, time);
}

/** An entry of a Rekor v2 log with one other entry. */
function logV2(key: KeyObject, body: Uint8Array, kind: Pick<LogEntry, 'kind' | 'version'>): LogEntry {
  const origin = 'rekorv2.sigstore.test';
  const tree = new MerkleTree();
  tree.append(leafHashOf(utf8('another entry')));
  const logIndex = tree.append(leafHashOf(body));
  const raw = spkiOf(key).subarray(-32);
  const logId = sha256(concatBytes(utf8(`${origin}\n`), Uint8Array.of(1), raw));
  const note = `${origin}\n${tree.size}\n${toBase64(tree.root())}\n`;
  const line = toBase64(concatBytes(logId.subarray(0, 4), sign(null, utf8(note), key)));
  const checkpoint = `${note}\n\u2014 ${origin} ${line}\n`;
  const hashes = tree.inclusionProof(logIndex).map((hash) => new Uint8Array(hash));
  const rootHash = new Uint8Array(tree.root());
  const inclusionProof = { logIndex, rootHash, treeSize: tree.size, hashes, checkpoint };
  return { logIndex, logId, ...kind, integratedTime: 0, inclusionProof };
}

function entryJson(entry: LogEntry, body: Uint8Array): BundleJson {
  const proof = entry.inclusionProof;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: toBase64(entry.logId) },
    kindVersion: { kind: entry.kind, version: entry.version },
    ...(entry.integratedTime > 0 && { integratedTime: String(entry.integratedTime) }),
    ...(entry.set && { inclusionPromise: { signedEntryTimestamp: toBase64(entry.set) } }),
    ...(proof && {
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: toBase64(proof.rootHash),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map(toBase64),
        ...(proof.checkpoint !== '' && { checkpoint: { envelope: proof.checkpoint } }),
      },
    }),
    canonicalizedBody: toBase64(entry.body ?? body),
  };
}
