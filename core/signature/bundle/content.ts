import { BundleError } from './error.js';
import { bytesAt, type Fields, messageAt, messagesAt, oneOf, textAt } from './fields.js';
import type { BundleContent, MessageDigest } from './types.js';

const ALGORITHMS = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' } as const;
const LENGTHS = { sha256: 32, sha384: 48, sha512: 64 } as const;

function readDigest(fields: Fields): MessageDigest {
  const name = textAt(fields, 'algorithm');
  if (name === '') throw new BundleError('BUNDLE_MALFORMED', 'the bundle has no message digest');
  if (!Object.hasOwn(ALGORITHMS, name))
    throw new BundleError('ALGORITHM_NOT_SUPPORTED', 'the message digest is not SHA-256, SHA-384 or SHA-512');
  const algorithm = ALGORITHMS[name as keyof typeof ALGORITHMS];
  const digest = bytesAt(fields, 'digest');
  if (digest.length !== LENGTHS[algorithm])
    throw new BundleError('BUNDLE_MALFORMED', 'the message digest is not as long as its algorithm says');
  return { algorithm, digest };
}

function readMessage(fields: Fields): BundleContent {
  return {
    kind: 'message',
    signature: bytesAt(fields, 'signature'),
    messageDigest: readDigest(messageAt(fields, 'messageDigest') ?? {}),
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
 * What is signed: a message signature or a DSSE envelope with exactly one signature (sigstore_bundle.proto, Bundle).
 * @param keyHint the key the bundle names, '' for none: the envelope must not name another
 * @throws BundleError
 */
export function readContent(bundle: Fields, keyHint: string): BundleContent {
  const kind = oneOf(bundle, ['messageSignature', 'dsseEnvelope']);
  const fields = messageAt(bundle, kind) ?? {};
  return kind === 'messageSignature' ? readMessage(fields) : readEnvelope(fields, keyHint);
}
