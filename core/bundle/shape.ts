import { isObject } from '../encoding/index.js';
import { BundleError } from './error.js';

/** What a member may be: text, a number (also as text), bytes as base64 (text too), a message, or a list of one of these. */
type Shape = 'text' | 'number' | Message | readonly [Shape];
interface Message {
  readonly [member: string]: Shape;
}

const CERTIFICATE: Message = { rawBytes: 'text' };

const LOG_ENTRY: Message = {
  logIndex: 'number',
  logId: { keyId: 'text' },
  kindVersion: { kind: 'text', version: 'text' },
  integratedTime: 'number',
  inclusionPromise: { signedEntryTimestamp: 'text' },
  inclusionProof: {
    logIndex: 'number',
    rootHash: 'text',
    treeSize: 'number',
    hashes: ['text'],
    checkpoint: { envelope: 'text' },
  },
  canonicalizedBody: 'text',
};

/** Every member a bundle may have (protobuf-specs sigstore_bundle.proto and what it imports). */
const BUNDLE: Message = {
  mediaType: 'text',
  verificationMaterial: {
    publicKey: { hint: 'text' },
    x509CertificateChain: { certificates: [CERTIFICATE] },
    certificate: CERTIFICATE,
    tlogEntries: [LOG_ENTRY],
    timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'text' }] },
  },
  messageSignature: { messageDigest: { algorithm: 'text', digest: 'text' }, signature: 'text' },
  dsseEnvelope: {
    payload: 'text',
    payloadType: 'text',
    signatures: [{ sig: 'text', keyid: 'text' }],
  },
};

function wrong(place: string, what: string): BundleError {
  return new BundleError('BUNDLE_MALFORMED', `${place === '' ? 'the bundle' : place} ${what}`);
}

function check(value: unknown, shape: Shape, place: string): void {
  if (shape === 'text') {
    if (typeof value !== 'string') throw wrong(place, 'is not text');
  } else if (shape === 'number') {
    if (typeof value !== 'string' && typeof value !== 'number') throw wrong(place, 'is not a number');
  } else if (isList(shape)) {
    if (!Array.isArray(value)) throw wrong(place, 'is not a list');
    for (const [i, item] of value.entries()) check(item, shape[0], `${place}[${i}]`);
  } else checkMessage(value, shape, place);
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function checkMessage(value: unknown, shape: Message, place: string): void {
  if (!isObject(value)) throw wrong(place, 'is not an object');
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    // An unknown member could change the meaning of the rest. Go's protojson, which cosign uses, refuses it too.
    if (known === undefined) throw wrong(place, 'has a member that is not known');
    if (member !== null) check(member, known, place === '' ? name : `${place}.${name}`);
  }
}

/**
 * Checks parsed JSON against the messages of a bundle: no unknown member, and every member has its type. `null` is the same
 * as left out (protobuf.dev, "ProtoJSON format").
 * @throws BundleError BUNDLE_MALFORMED
 */
export function checkShape(value: unknown): asserts value is Record<string, unknown> {
  checkMessage(value, BUNDLE, '');
}
