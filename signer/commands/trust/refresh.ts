import { userDirectories } from '../../../io/config/index.js';
import { refreshTrustedRoot } from '../../../io/trust/index.js';
import { openSession } from '../../session.js';

/**
 * `keepFresh` starts this when a program has ended. Fetches the trusted root and prints nothing. If that fails, the last accepted
 * root stays in use, and `waxseal trust update` says why.
 * @returns 0, or 1 if nothing was fetched
 */
export async function run(): Promise<number> {
  try {
    const { config } = await openSession();
    await refreshTrustedRoot(config, { cacheDirectory: userDirectories(process.env).cache });
    return 0;
  } catch {
    return 1;
  }
}
