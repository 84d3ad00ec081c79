import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encodePem, toBase64, toHex, utf8 } from '../../core/encoding/index.js';
import { attachmentTag, type Descriptor } from '../../core/image/index.js';
import { importPublicKey, type PublicKey } from '../../core/primitives/index.js';
import { spkiOf } from '../sandbox/pki.js';
import { type BundleOptions, bundleBytes, makeBundle, stamp } from './bundle.js';
import { entryBody, type HashName, type LoggedAs } from './bundle-bodies.js';
import type { MemoryRegistry } from './image-registry.js';
import type { SignOptions, TestInstance } from './instance.js';
import { rsaPair } from './rsa.js';

/** How a signature beside an image differs from a sound keyless one with SHA-256, logged in Rekor v1. */
export interface ImageSignOptions extends SignOptions {
  /** Signs with a key alone. */
  readonly key?: KeyObject;
  readonly hash?: HashName;
  /** Without an entry of the log. */
  readonly unlogged?: boolean;
  readonly as?: LoggedAs;
  /** Unix seconds of a timestamp. */
  readonly stampedAt?: number;
  /** Without the authority’s certificate, which nobody signs in a timestamp. */
  readonly bareStamp?: boolean;
  readonly claims?: unknown;
  readonly optional?: unknown;
}

/** A key pair that signs images: for ECDSA, Ed25519 or RSA. */
export function imageKey(kind: 'P-256' | 'P-384' | 'P-521' | 'ed25519' | 'rsa'): {
  readonly key: KeyObject;
  readonly publicKey: PublicKey;
} {
  const key =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519').privateKey
      : kind === 'rsa'
        ? rsaPair(2048).privateKey
        : generateKeyPairSync('ec', { namedCurve: kind }).privateKey;
  const publicKey = importPublicKey(spkiOf(key));
  if (!publicKey) throw new Error('a key that cannot be used');
  return { key, publicKey };
}

/** The payload that cosign signs for an image. */
export function payloadFor({ digest }: Pick<Descriptor, 'digest'>, optional: unknown = null): Uint8Array {
  const critical = {
    identity: { 'docker-reference': 'registry.test/app' },
    image: { 'docker-manifest-digest': digest },
    type: 'cosign container image signature',
  };
  return utf8(JSON.stringify({ critical, optional }));
}

/** An in-toto statement about an image. */
export function statementFor(
  { digest }: Pick<Descriptor, 'digest'>,
  predicateType: string,
  predicate: unknown,
  more: object = {},
): Uint8Array {
  const subject = [{ name: 'registry.test/app', digest: { sha256: digest.slice('sha256:'.length) } }];
  const fields = { _type: 'https://in-toto.io/Statement/v0.1', predicateType, subject, predicate };
  return utf8(JSON.stringify({ ...fields, ...more }));
}

/** Written independently of the product: DSSE protocol.md. */
function pae(payload: Uint8Array): Uint8Array {
  const type = 'application/vnd.in-toto+json';
  const head = Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `);
  return new Uint8Array(Buffer.concat([head, payload]));
}

interface Made {
  readonly signature: Uint8Array;
  readonly annotations: Record<string, string>;
}

/** The signature over bytes and the annotations beside it. */
function make(
  instance: TestInstance,
  signed: Uint8Array,
  options: ImageSignOptions,
  envelope?: { readonly payload: Uint8Array; readonly text: (signature: Uint8Array) => Uint8Array },
): Made {
  const { hash = 'sha256', key } = options;
  const privateKey = key ?? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const notBefore = options.notBefore ?? instance.start + 1000;
  const certificate = key ? undefined : instance.issue(createPublicKey(privateKey), notBefore, options);
  const isEdwards = privateKey.asymmetricKeyType === 'ed25519';
  const signature = new Uint8Array(sign(isEdwards ? null : hash, signed, privateKey));
  const text = envelope?.text(signature);
  const as = options.as ?? (envelope ? 'dsse 0.0.1' : 'hashedrekord 0.0.1');
  const annotations: Record<string, string> = {};
  if (certificate) annotations['dev.sigstore.cosign/certificate'] = encodePem('CERTIFICATE', certificate);
  if (!options.unlogged) {
    const body = entryBody(as, {
      signed,
      signature,
      hash,
      key: 'P-256',
      verifier: certificate
        ? { label: 'CERTIFICATE', der: certificate }
        : { label: 'PUBLIC KEY', der: spkiOf(privateKey) },
      payload: envelope?.payload ?? new Uint8Array(),
      payloadType: 'application/vnd.in-toto+json',
      ...(text && { envelope: text }),
    });
    const [kind = '', version = ''] = as.split(' ');
    const entry = instance.logBody(body, { kind, version }, options.integratedTime ?? notBefore + 1);
    const { integratedTime, logIndex, logId, set } = options.alterEntry?.({ ...entry, body }) ?? entry;
    annotations['dev.sigstore.cosign/bundle'] = JSON.stringify({
      SignedEntryTimestamp: toBase64(set ?? new Uint8Array()),
      Payload: { body: toBase64(body), integratedTime, logIndex, logID: toHex(logId) },
    });
  }
  if (options.stampedAt !== undefined)
    annotations['dev.sigstore.cosign/rfc3161timestamp'] = JSON.stringify({
      SignedRFC3161Timestamp: stamp(instance, text ?? signature, options.stampedAt, 1, !options.bareStamp)[
        'signedTimestamp'
      ],
    });
  return { signature, annotations };
}

/** A layer with a signature of an image, as `cosign sign` writes it into the tag `.sig`. */
export function signatureLayer(
  registry: MemoryRegistry,
  instance: TestInstance,
  image: Descriptor,
  options: ImageSignOptions = {},
) {
  const payload =
    options.claims === undefined ? payloadFor(image, options.optional) : utf8(JSON.stringify(options.claims));
  const { signature, annotations } = make(instance, payload, options);
  return registry.addBlob(payload, 'application/vnd.dev.cosign.simplesigning.v1+json', {
    'dev.cosignproject.cosign/signature': toBase64(signature),
    ...annotations,
  });
}

/** A layer with an attestation of an image, as `cosign attest` writes it into the tag `.att`. */
export function attestationLayer(
  registry: MemoryRegistry,
  instance: TestInstance,
  statement: Uint8Array,
  options: ImageSignOptions = {},
) {
  const text = (signature: Uint8Array) =>
    utf8(
      JSON.stringify({
        payloadType: 'application/vnd.in-toto+json',
        payload: toBase64(statement),
        signatures: [{ keyid: '', sig: toBase64(signature) }],
      }),
    );
  const { signature, annotations } = make(instance, pae(statement), options, { payload: statement, text });
  return registry.addBlob(text(signature), 'application/vnd.dsse.envelope.v1+json', {
    'dev.cosignproject.cosign/signature': '',
    ...annotations,
  });
}

/** Signs an image as cosign 2 does: under its tag `.sig`. */
export function signUnderTag(
  registry: MemoryRegistry,
  instance: TestInstance,
  image: Descriptor,
  ...signatures: readonly ImageSignOptions[]
): void {
  const layers = signatures.map((options) => signatureLayer(registry, instance, image, options));
  registry.attach(layers, { tag: attachmentTag(image.digest, 'sig') ?? '' });
}

/** Attests an image as cosign 2 does: under its tag `.att`. */
export function attestUnderTag(
  registry: MemoryRegistry,
  instance: TestInstance,
  image: Descriptor,
  ...statements: readonly (readonly [Uint8Array, ImageSignOptions?])[]
): void {
  const layers = statements.map(([one, options]) => attestationLayer(registry, instance, one, options));
  registry.attach(layers, { tag: attachmentTag(image.digest, 'att') ?? '' });
}

const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const SIGN = 'https://sigstore.dev/cosign/sign/v1';

/** Attaches a bundle as cosign 3 does: with a statement that signs the image, or with the one of `options`. */
export function attachBundle(
  registry: MemoryRegistry,
  instance: TestInstance,
  image: Descriptor,
  options: BundleOptions = {},
): PublicKey {
  const payload = options.payload ?? statementFor(image, SIGN, {});
  const { json, publicKey } = makeBundle(instance, new Uint8Array(), { ...options, payload });
  const layer = registry.addBlob(bundleBytes(json), BUNDLE_TYPE);
  registry.attach([layer], { subject: image, artifactType: BUNDLE_TYPE });
  return publicKey;
}
