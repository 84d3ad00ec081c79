import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isObject, parseJson } from '../../core/encoding/index.js';
import { strangersObjection } from '../strangers.js';
import type { Settings } from './types.js';

/** The settings of one repository that set-up may write into its own configuration and that a verdict then uses. */
export const SET_UP_SETTINGS = [
  'trustedRoot',
  'tufMirror',
  'tufRoot',
  'rekorUrl',
] as const satisfies readonly (keyof Settings)[];

/** Those of them that name a file. */
const FILES: readonly string[] = ['trustedRoot', 'tufRoot'];

/** A value that set-up wrote, and the digest of the file that it names. */
export interface SetUpValue {
  readonly value: string;
  readonly sha256?: string;
}

/** A line of `trusted-repositories`: a git directory (`RepositoryInfo.commonDir`), and what set-up wrote there. */
export interface TrustedRepository {
  readonly repository: string;
  /** Empty if the line is only a path. */
  readonly settings: Readonly<Partial<Record<keyof Settings, SetUpValue>>>;
}

/** The values of a repository's own configuration that count as set-up wrote them. */
export type SetUpValues = ReadonlyMap<keyof Settings, string>;

/** The file `trusted-repositories` in the user's configuration directory. */
export function trustedRepositoriesPath(configDirectory: string): string {
  return join(configDirectory, 'trusted-repositories');
}

/**
 * Its entries, one in each line. A missing or unreadable file has none, nor has one that others can have written; a line that cannot
 * be read is left out.
 */
export function trustedRepositories(configDirectory: string): TrustedRepository[] {
  const path = trustedRepositoriesPath(configDirectory);
  try {
    const text = readFileSync(path, 'utf8');
    if (strangersObjection(path)) return [];
    return text.split('\n').flatMap((line) => parseLine(line.trim()) ?? []);
  } catch {
    return [];
  }
}

/** A line of the file; undefined for anything else (a comment, a relative path). */
export function parseLine(line: string): TrustedRepository | undefined {
  if (isAbsolute(line)) return { repository: line, settings: {} };
  try {
    const value = parseJson(line);
    if (!isObject(value) || typeof value['repository'] !== 'string' || !isObject(value['settings']))
      return undefined;
    const settings: { -readonly [K in keyof TrustedRepository['settings']]: SetUpValue } = {};
    for (const name of SET_UP_SETTINGS) {
      const known = value['settings'][name];
      if (!isObject(known) || typeof known['value'] !== 'string') continue;
      const { value: text, sha256 } = known;
      settings[name] = { value: text, ...(typeof sha256 === 'string' && { sha256 }) };
    }
    return { repository: value['repository'], settings };
  } catch {
    return undefined;
  }
}

/**
 * The values that set-up wrote into the configuration of this repository. Links are resolved on both sides. A value
 * that names a file counts only while the file has the digest that it had then.
 */
export function setUpValues(configDirectory: string, commonDir: string): SetUpValues {
  const wanted = resolved(commonDir);
  const entries = trustedRepositories(configDirectory).filter(
    ({ repository }) => isAbsolute(repository) && resolved(repository) === wanted,
  );
  const values = new Map<keyof Settings, string>();
  for (const { settings } of entries)
    for (const name of SET_UP_SETTINGS) {
      const found = settings[name];
      if (found && isUnchanged(name, found)) values.set(name, found.value);
    }
  return values;
}

/** Whether a value that names a file still names the same content. */
export function isUnchanged(name: string, { value, sha256 }: SetUpValue): boolean {
  return !FILES.includes(name) || (sha256 !== undefined && fileDigest(value) === sha256);
}

/** A value with the digest of its file, if it names one. */
export function bound(name: string, value: string): SetUpValue {
  const sha256 = FILES.includes(name) ? fileDigest(value) : undefined;
  return { value, ...(sha256 !== undefined && { sha256 }) };
}

function fileDigest(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
}

function resolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
