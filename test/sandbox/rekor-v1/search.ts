import { isObject } from '../../../core/encoding/index.js';
import { EntryError, RekorError } from './error.js';
import { decodeGoBase64 } from './go-json.js';
import type { RekorLog } from './log.js';
import { parseVerifier, verifierIndexKey } from './public-key.js';

const HASH = '^(sha512:)?[0-9a-fA-F]{128}$|^(sha256:)?[0-9a-fA-F]{64}$|^(sha1:)?[0-9a-fA-F]{40}$';
const BY_LENGTH: Readonly<Record<number, string>> = { 128: 'sha512', 64: 'sha256', 40: 'sha1' };

/** Answers a query of the search index (POST /api/v1/index/retrieve): UUIDs, `or` unless the query says `and`. */
export function searchIndex(log: RekorLog, value: unknown): readonly string[] {
  const query = isObject(value) ? value : {};
  const { operator, hash, publicKey, email } = query;
  if (email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(String(email)))
    throw new RekorError(601, `email in body must be of type email: "${email}"`);
  if (hash !== undefined && !new RegExp(HASH).test(String(hash)))
    throw new RekorError(605, `hash in body should match '${HASH}'`);
  if (operator !== undefined && operator !== 'and' && operator !== 'or')
    throw new RekorError(606, 'operator in body should be one of [and or]');
  const keys = [
    ...(hash === undefined ? [] : [hashKey(String(hash))]),
    ...(publicKey === undefined ? [] : [publicKeyKey(publicKey)]),
    ...(email === undefined ? [] : [String(email)]),
  ];
  const [first = [], ...others] = keys.map((key) => log.search(key));
  if (operator === 'and') return first.filter((uuid) => others.every((list) => new Set(list).has(uuid)));
  return [...new Set([...first, ...others.flat()])];
}

function hashKey(hash: string): string {
  return hash.includes(':') ? hash : `${BY_LENGTH[hash.length]}:${hash}`;
}

function publicKeyKey(publicKey: unknown): string {
  const { format, content } = isObject(publicKey) ? publicKey : {};
  if (format === undefined) throw new RekorError(602, 'publicKey.publicKey.format in body is required');
  const bytes = decodeGoBase64(String(content ?? ''));
  if ('problem' in bytes)
    throw new RekorError(400, `parsing query body from "" failed, because ${bytes.problem}`);
  try {
    return verifierIndexKey(parseVerifier(bytes));
  } catch (error) {
    if (error instanceof EntryError) throw new RekorError(400, 'public key provided could not be parsed');
    throw error;
  }
}
