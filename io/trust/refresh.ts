import type { Config } from '../config/index.js';
import type { LoadedTrust } from './types.js';

/**
 * Fetches the trusted root through TUF and keeps it in the cache. The last accepted root stays in use when this throws.
 * @throws TrustError
 */
export function refreshTrustedRoot(
  _config: Config,
  _options: { readonly cacheDirectory: string; readonly now?: number },
): Promise<LoadedTrust> {
  throw new Error('not built yet');
}
