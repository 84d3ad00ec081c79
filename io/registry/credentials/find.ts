import { EncodingError, isObject, parseJson } from '../../../core/encoding/index.js';
import { readText } from '../../read-text.js';
import { RegistryError } from '../error.js';
import { saidFor } from './docker-config.js';
import { askHelper } from './helper.js';
import { keysFor } from './keys.js';
import { credentialFiles } from './places.js';
import type { Credential } from './types.js';

/**
 * The person's credentials for a repository: from the first file that says something about it, or from the helper that the
 * file names. Undefined: there are none, so the registry is asked as anybody.
 * @param registry the host that is asked, which a mirror may have changed
 * @throws RegistryError CREDENTIALS_UNREADABLE, CREDENTIAL_HELPER_FAILED
 */
export async function findCredential(
  registry: string,
  repository: string,
  env: NodeJS.ProcessEnv,
): Promise<Credential | undefined> {
  const keys = keysFor(registry, repository);
  for (const file of credentialFiles(env)) {
    const config = readConfig(file, registry);
    const said = config && saidFor(config, registry, keys, file);
    if (said && 'credential' in said) return said.credential;
    const credential = said && (await askHelper(said.helper, registry, env));
    if (credential) return credential;
  }
  return undefined;
}

function readConfig(file: string, registry: string): Record<string, unknown> | undefined {
  const unreadable = (why: string) =>
    new RegistryError(
      'CREDENTIALS_UNREADABLE',
      registry,
      `${file}, which may hold credentials for it, ${why}`,
      'correct the file, or remove it and log in again',
    );
  try {
    const config = parseJson(readText(file));
    if (isObject(config)) return config;
    throw unreadable('is not a JSON object');
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    if (error instanceof EncodingError) throw unreadable('is not JSON');
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(`cannot be read (${code})`);
  }
}
