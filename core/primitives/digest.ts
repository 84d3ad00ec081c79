import * as nodeCrypto from 'node:crypto';
import { createHash } from 'node:crypto';

/** The hashes that this program computes. SHA-1 is only for git object ids and certificate fingerprints. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

type TextForm = 'hex' | 'latin1';

// The one-shot form (Node 20.12 and newer) makes no Hash object. When it returns text, it also allocates no array, which
// would take a microsecond now and time in garbage collection later. Hashing a Merkle node then takes a third of the time.
const { hash: oneShot } = nodeCrypto as {
  hash?: (algorithm: string, data: Uint8Array, encoding: TextForm) => string;
};

function digestText(algorithm: HashAlgorithm, data: Uint8Array, form: TextForm): string {
  return oneShot
    ? oneShot(algorithm, data, form)
    : createHash(algorithm)
        .update(data)
        .digest(form as 'hex');
}

/** The digest of `data`. */
export function digest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array {
  return bytesOf(digestText(algorithm, data, 'latin1'));
}

/** The digest of `data` in lower-case hexadecimal. */
export function digestHex(algorithm: HashAlgorithm, data: Uint8Array): string {
  return digestText(algorithm, data, 'hex');
}

/** The digest of `data` as text with one character for each byte. */
export function digestLatin1(algorithm: HashAlgorithm, data: Uint8Array): string {
  return digestText(algorithm, data, 'latin1');
}

function bytesOf(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text, 'latin1');
  return new Uint8Array(buffer, byteOffset, length);
}

// The parts are copied here and hashed at once, before any other code can write here.
const scratch = Buffer.allocUnsafeSlow(16 * 1024);

function partsText(algorithm: HashAlgorithm, first: Uint8Array, second: Uint8Array, form: TextForm): string {
  const length = first.length + second.length;
  // Copies of large data would fill the memory until the garbage collector runs.
  if (length > scratch.length)
    return createHash(algorithm)
      .update(first)
      .update(second)
      .digest(form as 'hex');
  scratch.set(first);
  scratch.set(second, first.length);
  return digestText(algorithm, scratch.subarray(0, length), form);
}

/** The digest of both arrays, one after the other. */
export function digestOfParts(algorithm: HashAlgorithm, first: Uint8Array, second: Uint8Array): Uint8Array {
  return bytesOf(partsText(algorithm, first, second, 'latin1'));
}

/** The same digest in lower-case hexadecimal. */
export function hexOfParts(algorithm: HashAlgorithm, first: Uint8Array, second: Uint8Array): string {
  return partsText(algorithm, first, second, 'hex');
}
