import { createHash, type KeyObject } from 'node:crypto';
import { inverse, mod, power, toBigInt, toBytes } from './field.js';

// node:crypto has Ed25519, but not its prehashed form, which is the only one that logs accept: RFC 8032 section 5.1.
const P = 2n ** 255n - 19n;
/** The order of the base point. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n, P), P);
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n, P);
const PREFIX = Buffer.concat([Buffer.from('SigEd25519 no Ed25519 collisions'), Uint8Array.of(1, 0)]);

/** A point in extended homogeneous coordinates (RFC 8032 section 5.1.4). */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const ZERO: Point = { x: 0n, y: 1n, z: 1n, t: 0n };

function add(p: Point, q: Point): Point {
  const a = mod((p.y - p.x) * (q.y - q.x), P);
  const b = mod((p.y + p.x) * (q.y + q.x), P);
  const c = mod(2n * p.t * q.t * D, P);
  const d = mod(2n * p.z * q.z, P);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: mod(e * f, P), y: mod(g * h, P), z: mod(f * g, P), t: mod(e * h, P) };
}

function times(scalar: bigint, point: Point): Point {
  let result = ZERO;
  let double = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, double);
    double = add(double, double);
  }
  return result;
}

function encode({ x, y, z }: Point): Buffer {
  const scale = inverse(z, P);
  const sign = mod(x * scale, P) & 1n;
  return toBytes(mod(y * scale, P) | (sign << 255n), 32).reverse();
}

function decode(bytes: Uint8Array): Point | undefined {
  const number = fromLittleEndian(bytes);
  const y = number & (2n ** 255n - 1n);
  if (y >= P) return undefined;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n, P), P);
  let x = power(square, (P + 3n) / 8n, P);
  if (mod(x * x - square, P) !== 0n) x = mod(x * ROOT_OF_MINUS_ONE, P);
  if (mod(x * x - square, P) !== 0n) return undefined;
  if ((x & 1n) !== number >> 255n) x = mod(-x, P);
  return { x, y, z: 1n, t: mod(x * y, P) };
}

/** The number whose little-endian bytes these are. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return toBigInt(Uint8Array.from(bytes).reverse());
}

/** SHA-512 of dom2(1, "") and the parts, as a number (RFC 8032 sections 2 and 5.1.6). */
export function hashToNumber(...parts: readonly Uint8Array[]): bigint {
  return fromLittleEndian(
    createHash('sha512')
      .update(Buffer.concat([PREFIX, ...parts]))
      .digest(),
  );
}

/** The encoding of `scalar` times the base point. */
export function timesBase(scalar: bigint): Uint8Array {
  return encode(times(scalar, BASE));
}

const BASE = decode(Buffer.from(`58${'66'.repeat(31)}`, 'hex')) ?? ZERO;

/** True when `signature` (64 bytes) is Ed25519ph by this key over a SHA-512 digest, with an empty context. */
export function verifyEd25519ph(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const encodedKey = key.export({ type: 'spki', format: 'der' }).subarray(-32);
  const publicPoint = decode(encodedKey);
  const r = signature.subarray(0, 32);
  const s = fromLittleEndian(signature.subarray(32));
  if (!publicPoint || s >= ORDER) return false;
  const k = mod(hashToNumber(r, encodedKey, digest), ORDER);
  const negated = { ...publicPoint, x: mod(-publicPoint.x, P), t: mod(-publicPoint.t, P) };
  return Buffer.compare(encode(add(times(s, BASE), times(k, negated))), r) === 0;
}
