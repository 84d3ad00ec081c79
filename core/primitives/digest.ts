import * as nodeCrypto from 'node:crypto';
import { createHash } from 'node:crypto';

/** Names of the hashes this program ever computes. SHA-1 is for git object ids and certificate fingerprints only. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

type TextForm = 'hex' | 'latin1';

// The one-shot form (Node 20.12 and newer) makes no Hash object. Asked for text it makes no memory of its own either, which
// takes a microsecond to make and the collector's time later: a third of what hashing a Merkle node takes then.
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

/** The digest of `data` as text of one character a byte. */
export function digestLatin1(algorithm: HashAlgorithm, data: Uint8Array): string {
  return digestText(algorithm, data, 'latin1');
}

function bytesOf(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text, 'latin1');
  return new Uint8Array(buffer, byteOffset, length);
}

// What is hashed in parts is hashed at once, before anybody else can write here.
const scratch = Buffer.allocUnsafeSlow(16 * 1024);

function partsText(algorithm: HashAlgorithm, first: Uint8Array, second: Uint8Array, form: TextForm): string {
  const length = first.length + second.length;
  // A copy of what is large would fill memory until the collector sees to it.
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

/** The same in lower-case hexadecimal. */
export function hexOfParts(algorithm: HashAlgorithm, first: Uint8Array, second: Uint8Array): string {
  return partsText(algorithm, first, second, 'hex');
}
