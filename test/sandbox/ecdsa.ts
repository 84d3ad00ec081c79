import { createECDH, type KeyObject } from 'node:crypto';
import { inverse, mod, power, toBigInt, toBytes } from './field.js';

// node:crypto only verifies ECDSA over data that it hashes itself, but a log has only the digest. So the equation of FIPS 186-5
// section 6.4.2 is computed here. OpenSSL (through ECDH) does the multiplications by a scalar.
interface Curve {
  readonly name: string;
  readonly bytes: number;
  readonly p: bigint;
  readonly b: bigint;
  readonly n: bigint;
}

const CURVES: Readonly<Record<string, Curve>> = {
  prime256v1: {
    name: 'prime256v1',
    bytes: 32,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  secp384r1: {
    name: 'secp384r1',
    bytes: 48,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 2n ** 384n - 2n ** 192n + 0xc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  secp521r1: {
    name: 'secp521r1',
    bytes: 66,
    p: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    n: 2n ** 521n - 2n ** 260n + 0xa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
};

/** Octets of a coordinate on the curve of a key; 0 for a curve that is not known here. */
export function coordinateBytes(key: KeyObject): number {
  return CURVES[key.asymmetricKeyDetails?.namedCurve ?? '']?.bytes ?? 0;
}

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** Sum of two points with different x; undefined when the sum is not such a point. */
function add(curve: Curve, a: Point, b: Point): Point | undefined {
  if (a.x === b.x) return undefined;
  const slope = mod((b.y - a.y) * inverse(b.x - a.x, curve.p), curve.p);
  const x = mod(slope * slope - a.x - b.x, curve.p);
  return { x, y: mod(slope * (a.x - x) - a.y, curve.p) };
}

function timesBase(curve: Curve, scalar: bigint): Point {
  const ecdh = createECDH(curve.name);
  ecdh.setPrivateKey(toBytes(scalar, curve.bytes));
  const point = ecdh.getPublicKey();
  return { x: toBigInt(point.subarray(1, 1 + curve.bytes)), y: toBigInt(point.subarray(1 + curve.bytes)) };
}

function timesX(curve: Curve, scalar: bigint, point: Point): bigint {
  const ecdh = createECDH(curve.name);
  ecdh.setPrivateKey(toBytes(scalar, curve.bytes));
  const encoded = Buffer.concat([
    Uint8Array.of(4),
    toBytes(point.x, curve.bytes),
    toBytes(point.y, curve.bytes),
  ]);
  return toBigInt(ecdh.computeSecret(encoded));
}

/** `scalar` times `point`: ECDH gives x; y is the root for which adding `point` once more gives x of (scalar + 1). */
function times(curve: Curve, scalar: bigint, point: Point): Point | undefined {
  if (scalar === 1n) return point;
  if (scalar >= curve.n - 1n) return undefined;
  const x = timesX(curve, scalar, point);
  const root = power(mod(x * x * x - 3n * x + curve.b, curve.p), (curve.p + 1n) / 4n, curve.p);
  const next = timesX(curve, scalar + 1n, point);
  return [root, curve.p - root].map((y) => ({ x, y })).find((r) => add(curve, r, point)?.x === next);
}

/** True when (r, s) is the signature by a P-256, P-384 or P-521 key over a digest (cut to the order's length). */
export function verifyEcdsa(key: KeyObject, digest: Uint8Array, r: bigint, s: bigint): boolean {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (!curve || r < 1n || r >= curve.n || s < 1n || s >= curve.n) return false;
  const jwk = key.export({ format: 'jwk' });
  const q = {
    x: toBigInt(Buffer.from(jwk.x ?? '', 'base64url')),
    y: toBigInt(Buffer.from(jwk.y ?? '', 'base64url')),
  };
  const excess = BigInt(Math.max(0, digest.length * 8 - curve.n.toString(2).length));
  const w = inverse(s, curve.n);
  const u1 = mod((toBigInt(digest) >> excess) * w, curve.n);
  const u2 = mod(r * w, curve.n);
  const right = times(curve, u2, q);
  const sum = right && (u1 === 0n ? right : add(curve, timesBase(curve, u1), right));
  return sum !== undefined && mod(sum.x, curve.n) === r;
}
