import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rsaPair } from '../../support/rsa.js';

const ecKey = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;

/** A private key of each kind that signs over a digest, with the hash: name, hash, and what makes the key. */
export const PREHASHED_KEYS: readonly (readonly [string, 'sha256' | 'sha384' | 'sha512', () => KeyObject])[] =
  [
    ['P-256', 'sha256', () => ecKey('P-256')],
    ['P-384', 'sha384', () => ecKey('P-384')],
    ['P-384', 'sha256', () => ecKey('P-384')],
    ['P-521', 'sha512', () => ecKey('P-521')],
    ['P-256', 'sha512', () => ecKey('P-256')],
    ['RSA', 'sha256', () => rsaPair(2048).privateKey],
    ['RSA', 'sha512', () => rsaPair(3072).privateKey],
  ];
