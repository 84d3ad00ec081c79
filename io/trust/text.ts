import { type Config, userDirectories } from '../config/index.js';
import { readText } from '../read-text.js';
import { readCache } from './cache.js';
import { mirrorOf } from './mirror.js';
import { namedFile } from './named-file.js';

/**
 * The text of the trusted_root.json that `loadTrustedRoot` uses. Undefined where there is none, because the trusted root is made
 * of key files.
 * @throws TrustError
 */
export async function trustedRootText(config: Config, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const file = namedFile(config, 'trustedRoot');
  if (file !== undefined) return readText(file.path);
  if (config.fulcioRootFile.value !== undefined || config.rekorKeyFile.value !== undefined) return undefined;
  const mirror = await mirrorOf(config);
  return readCache(userDirectories(env).cache, mirror.id).state?.trustedRoot ?? mirror.seed;
}
