import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, parseJson } from '../../core/encoding/index.js';
import { type Config, isFromRepository, userDirectories } from '../../io/config/index.js';
import { replaceFile } from '../../io/files/replace-file.js';
import { strangersObjection } from '../../io/strangers.js';

/** The settings that say who vouches for an identity, and who logs it. */
const SERVERS = ['oidcIssuer', 'oidcClientId', 'fulcioUrl', 'rekorUrl'] as const;

/** The user's wish that the identity of their first signature is recorded as theirs. */
interface Wish {
  /** The servers that the user named to `waxseal setup --instance`, by setting. */
  readonly servers: Readonly<Record<string, unknown>>;
}

/**
 * The file with the wish. It is in the user's own directory, because it ends in a change of their list of trusted signers: a
 * repository's configuration cannot wish it.
 */
export function wishPath(env: NodeJS.ProcessEnv): string {
  return join(userDirectories(env).config, 'record-identity.json');
}

/** Whether this user made the wish. A file that other users can write does not count. */
function hasWish(env: NodeJS.ProcessEnv): boolean {
  return existsSync(wishPath(env)) && strangersObjection(wishPath(env)) === undefined;
}

/**
 * Stores the wish.
 * @param named the user has just named the servers of this configuration
 * @throws FileError FILE_NOT_WRITTEN
 */
export async function makeWish(env: NodeJS.ProcessEnv, config: Config, named: boolean): Promise<void> {
  const servers = named ? Object.fromEntries(SERVERS.map((name) => [name, config[name].value])) : {};
  await replaceFile(wishPath(env), `${JSON.stringify({ servers }, undefined, 2)}\n`);
}

/** Removes the wish. Returns whether there was one. */
export async function dropWish(env: NodeJS.ProcessEnv): Promise<boolean> {
  const was = hasWish(env);
  await rm(wishPath(env), { force: true });
  return was;
}

async function readWish(env: NodeJS.ProcessEnv): Promise<Wish> {
  try {
    const value = parseJson(await readFile(wishPath(env), 'utf8'));
    if (isObject(value) && isObject(value['servers'])) return { servers: value['servers'] };
  } catch {
    // as without servers
  }
  return { servers: {} };
}

/** Whether an identity that signs with this configuration is to be recorded. */
export async function isWished(config: Config, env: NodeJS.ProcessEnv): Promise<boolean> {
  return hasWish(env) && (await chosenByRepository(config, env)).length === 0;
}

/**
 * The settings with which the repository's own configuration chose who vouches for the identity, or who logs it. Such an identity is
 * never recorded: the same file could name the attacker's server. What the user named to `waxseal setup --instance` is theirs,
 * although it is in that file.
 */
export async function chosenByRepository(config: Config, env: NodeJS.ProcessEnv): Promise<string[]> {
  const foreign = SERVERS.filter((name) => isFromRepository(config[name].origin));
  if (foreign.length === 0) return [];
  const { servers } = await readWish(env);
  return foreign.filter((name) => servers[name] !== config[name].value);
}
