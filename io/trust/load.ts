import type { Config } from '../config/index.js';
import type { LoadedTrust } from './types.js';

/**
 * The trusted root in use: the file or key files of the configuration, else the cache of the configured TUF mirror, else the
 * public-good seed this program ships. Reads files only, never the network.
 * @throws TrustError
 */
export function loadTrustedRoot(
  _config: Config,
  _options: { readonly cacheDirectory: string },
): Promise<LoadedTrust> {
  throw new Error('not built yet');
}
