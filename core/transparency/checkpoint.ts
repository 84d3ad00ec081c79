import { fromBase64, utf8 } from '../encoding/index.js';
import { TransparencyError } from './error.js';
import type { Checkpoint } from './types.js';

const MAX_TEXT = 64 << 10;
const MAX_SIGNATURES = 16;
const HASH_LENGTH = 32;
const KEY_HINT_LENGTH = 4;
const SEPARATOR = '\n\n';
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const DECIMAL = /^(0|[1-9]\d{0,15})$/;

function malformed(what: string): TransparencyError {
  return new TransparencyError('CHECKPOINT_MALFORMED', `the checkpoint ${what}`);
}

function bytesOf(base64: string, what: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch {
    throw malformed(`has ${what} that is not base64`);
  }
}

function readSignature(line: string): Checkpoint['signatures'][number] {
  const found = SIGNATURE_LINE.exec(line);
  if (!found) throw malformed('has a malformed signature line');
  const [, name = '', base64 = ''] = found;
  const bytes = bytesOf(base64, 'a signature');
  if (bytes.length <= KEY_HINT_LENGTH) throw malformed('has a signature that is too short');
  return { name, keyHint: bytes.subarray(0, KEY_HINT_LENGTH), signature: bytes.subarray(KEY_HINT_LENGTH) };
}

/**
 * Parses a signed note with a checkpoint body (C2SP signed-note.md, tlog-checkpoint.md): origin, tree size, root hash,
 * extension lines (Rekor's `Timestamp:` was one), a blank line, 1 to 16 signature lines. Trailing data is refused.
 * @throws TransparencyError CHECKPOINT_MALFORMED
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (text.length > MAX_TEXT) throw malformed('is too large');
  if (CONTROL.test(text) || !text.isWellFormed())
    throw malformed('has characters that are not allowed in a signed note');
  const cut = text.lastIndexOf(SEPARATOR);
  if (cut < 0 || !text.endsWith('\n')) throw malformed('is not a signed note');
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, cut).split('\n');
  if (origin === '') throw malformed('has no origin');
  if (!DECIMAL.test(size) || !Number.isSafeInteger(Number(size))) throw malformed('has no tree size');
  const rootHash = bytesOf(root, 'a root hash');
  if (rootHash.length !== HASH_LENGTH) throw malformed('has a root hash that is not 32 bytes long');
  if (extensions.includes('')) throw malformed('has an empty line in its text');
  const lines = text.slice(cut + SEPARATOR.length, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw malformed(`has more than ${MAX_SIGNATURES} signatures`);
  return {
    origin,
    treeSize: Number(size),
    rootHash,
    signatures: lines.map(readSignature),
    signedBytes: utf8(text.slice(0, cut + 1)),
  };
}
