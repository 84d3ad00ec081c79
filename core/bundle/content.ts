import { BundleError } from './error.js';
import { bytesAt, type Fields, messageAt, messagesAt, oneOf, textAt } from './fields.js';
import type { BundleContent, MessageDigest } from './types.js';

const ALGORITHMS = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' } as const;
// Protobuf JSON may leave a default value out, or write its name.
const UNSPECIFIED = 'HASH_ALGORITHM_UNSPECIFIED';
const LENGTHS = { sha256: 32, sha384: 48, sha512: 64 } as const;

/**
 * The digest of the artifact, where the bundle states one. It only identifies the artifact: the signature does not cover it
 * (sigstore_common.proto, MessageSignature).
 */
function readDigest(fields: Fields): MessageDigest | undefined {
  const name = textAt(fields, 'algorithm') || UNSPECIFIED;
  if (name === UNSPECIFIED && textAt(fields, 'digest') === '') return undefined;
  if (name === UNSPECIFIED)
    throw new BundleError('BUNDLE_MALFORMED', 'the message digest does not say its algorithm');
  if (!Object.hasOwn(ALGORITHMS, name))
    throw new BundleError('ALGORITHM_NOT_SUPPORTED', 'the message digest is not SHA-256, SHA-384 or SHA-512');
  const algorithm = ALGORITHMS[name as keyof typeof ALGORITHMS];
  const digest = bytesAt(fields, 'digest');
  if (digest.length !== LENGTHS[algorithm])
    throw new BundleError('BUNDLE_MALFORMED', 'the message digest is not as long as its algorithm says');
  return { algorithm, digest };
}

function readMessage(fields: Fields): BundleContent {
  const messageDigest = readDigest(messageAt(fields, 'messageDigest') ?? {});
  return {
    kind: 'message',
    signature: bytesAt(fields, 'signature'),
    ...(messageDigest && { messageDigest }),
  };
}

function readEnvelope(fields: Fields, keyHint: string): BundleContent {
  const [signature, ...others] = messagesAt(fields, 'signatures', 2);
  if (!signature || others.length > 0)
    throw new BundleError('BUNDLE_MALFORMED', 'the DSSE envelope does not have exactly one signature');
  const keyId = textAt(signature, 'keyid');
  if (keyHint !== '' && keyId !== '' && keyHint !== keyId)
    throw new BundleError('BUNDLE_MALFORMED', 'the DSSE envelope names another key than the bundle');
  return {
    kind: 'dsse',
    signature: bytesAt(signature, 'sig'),
    payloadType: textAt(fields, 'payloadType'),
    payload: bytesAt(fields, 'payload'),
  };
}

/**
 * The signed content: a message signature, or a DSSE envelope with exactly one signature (sigstore_bundle.proto, Bundle).
 * @param keyHint the key the bundle names, '' for none: the envelope must not name another
 * @throws BundleError
 */
export function readContent(bundle: Fields, keyHint: string): BundleContent {
  const { kind, message } = oneOf(bundle, ['messageSignature', 'dsseEnvelope']);
  return kind === 'messageSignature' ? readMessage(message) : readEnvelope(message, keyHint);
}
