import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, promises, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, parseJson, toHex, utf8 } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import { digest } from '../../core/primitives/index.js';
import { makeDirectory } from '../make-directory.js';
import { strangersObjection } from '../strangers.js';
import { codeOf, inWords, type Objection, writeObjection } from '../write-objection.js';
import { TrustError } from './error.js';

/** The TUF roles whose metadata is kept. */
export const ROLES = ['root', 'timestamp', 'snapshot', 'targets'] as const;

/** The last accepted state of a mirror. It is one file, so that it is never half written. */
export interface CacheState {
  readonly mirror: string;
  /** Unix seconds. */
  readonly refreshedAt: number;
  readonly metadata: { readonly [role in (typeof ROLES)[number]]: string };
  /** trusted_root.json, exactly as it was signed. */
  readonly trustedRoot: string;
}

/**
 * The cached state of a mirror, if there is one. A damaged one is ignored, and `problem` says what is wrong with
 * it.
 */
export function readCache(
  cacheDirectory: string,
  id: string,
): { readonly state?: CacheState; readonly problem?: string } {
  let text: string | undefined;
  try {
    text = readOwn(path(cacheDirectory, id));
  } catch (error) {
    const why = writeObjection(cacheDirectory)?.why ?? inWords(error);
    return codeOf(error) === 'ENOENT'
      ? {}
      : { problem: `the cached trusted root cannot be read and was passed over: ${why}` };
  }
  const objection = strangersObjection(path(cacheDirectory, id));
  if (objection)
    return {
      problem: `the cached trusted root can be written by others and was passed over: ${objection.why}`,
    };
  if (text === undefined)
    return { problem: 'the cached trusted root can be written by others and was passed over' };
  const state = stateIn(text);
  return state ? { state } : { problem: 'the cached trusted root is damaged and was passed over' };
}

/** Stores a state in one step. @throws TrustError CACHE_NOT_WRITABLE */
export async function writeCache(cacheDirectory: string, id: string, state: CacheState): Promise<void> {
  const target = path(cacheDirectory, id);
  const temporary = `${target}.${randomUUID()}.tmp`;
  const content = JSON.stringify(state);
  const objection = strangersObjection(dirname(target));
  if (objection) throw notKept(objection);
  try {
    makeDirectory(dirname(target), 0o700);
    await promises.writeFile(temporary, JSON.stringify({ sha256: checksum(content), content }), {
      mode: 0o600,
    });
    await promises.rename(temporary, target);
  } catch (cause) {
    await promises.rm(temporary, { force: true }).catch(() => {});
    throw notKept(
      writeObjection(dirname(target)) ?? { why: `${target} cannot be written (${inWords(cause)})` },
      cause,
    );
  }
}

function notKept({ why, remedy }: NonNullable<Objection>, cause?: unknown): TrustError {
  const elsewhere = 'set XDG_CACHE_HOME to a directory of your own';
  return new TrustError(
    'CACHE_NOT_WRITABLE',
    harmless(`the trusted root cannot be kept: ${why}`),
    harmless(remedy === undefined ? elsewhere : `${remedy}, or ${elsewhere}`),
    cause,
  );
}

function path(cacheDirectory: string, id: string): string {
  return join(cacheDirectory, 'trust', `${id}.json`);
}

/**
 * The file's text; undefined if somebody else can write it. Otherwise a cache in a shared directory would decide
 * whom we trust.
 */
function readOwn(file: string): string | undefined {
  const fd = openSync(file, 'r');
  try {
    const { uid, mode } = fstatSync(fd);
    const user = process.getuid?.();
    const foreign = user !== undefined && ((uid !== user && uid !== 0) || (mode & 0o022) !== 0);
    return foreign ? undefined : readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

// Protects against accidents, not against attackers: only the user can write here.
function checksum(content: string): string {
  return toHex(digest('sha256', utf8(content)));
}

function stateIn(text: string): CacheState | undefined {
  try {
    const outer = parseJson(text);
    if (!isObject(outer) || typeof outer['content'] !== 'string') return undefined;
    return checksum(outer['content']) === outer['sha256']
      ? (parseJson(outer['content']) as CacheState)
      : undefined;
  } catch {
    return undefined;
  }
}
