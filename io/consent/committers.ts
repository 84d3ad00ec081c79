import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, parseJson } from '../../core/encoding/index.js';
import { userDirectories } from '../config/index.js';
import { replaceFile } from '../files/replace-file.js';
import { strangersObjection } from '../strangers.js';

/** An identity that may sign for a committer with another address. Both are e-mail addresses. */
export interface AllowedCommitter {
  readonly identity: string;
  readonly committer: string;
}

/** The file in which the user allows their identities to sign for other addresses. */
export function allowedCommittersPath(env: NodeJS.ProcessEnv): string {
  return join(userDirectories(env).config, 'committers.json');
}

/** The pairs that the user allowed. A missing or damaged file, or one that others can change, counts as empty: the user is asked again. */
export function allowedCommitters(env: NodeJS.ProcessEnv): AllowedCommitter[] {
  if (strangersObjection(allowedCommittersPath(env))) return [];
  try {
    const value = parseJson(readFileSync(allowedCommittersPath(env), 'utf8'));
    const list = isObject(value) ? value['allowed'] : undefined;
    return Array.isArray(list) ? list.filter(isAllowed) : [];
  } catch {
    return [];
  }
}

function isAllowed(value: unknown): value is AllowedCommitter {
  return isObject(value) && typeof value['identity'] === 'string' && typeof value['committer'] === 'string';
}

/** Stores a pair, after the others. @throws FileError FILE_NOT_WRITTEN */
export async function allowCommitter(env: NodeJS.ProcessEnv, pair: AllowedCommitter): Promise<void> {
  const others = allowedCommitters(env).filter(
    ({ identity, committer }) => identity !== pair.identity || committer !== pair.committer,
  );
  const text = JSON.stringify({ allowed: [...others, pair] }, undefined, 2);
  await replaceFile(allowedCommittersPath(env), `${text}\n`);
}
