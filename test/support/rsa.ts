import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const KEPT = join(import.meta.dirname, '..', '..', 'rsa-keys');
const given = new Map<number, number>();

/**
 * An RSA key pair that this process was not given before. Making one takes longer than most test files, so they are kept in
 * `build/rsa-keys` for the next process.
 */
export function rsaPair(modulusLength: number): { privateKey: KeyObject; publicKey: KeyObject } {
  const number = given.get(modulusLength) ?? 0;
  given.set(modulusLength, number + 1);
  const file = join(KEPT, `${modulusLength}-${number}.der`);
  const privateKey = read(file) ?? keep(file, generateKeyPairSync('rsa', { modulusLength }).privateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

function read(file: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: readFileSync(file), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

function keep(file: string, key: KeyObject): KeyObject {
  mkdirSync(dirname(file), { recursive: true });
  // Another process may read it at this moment.
  writeFileSync(`${file}.${process.pid}`, key.export({ format: 'der', type: 'pkcs8' }));
  renameSync(`${file}.${process.pid}`, file);
  return key;
}
