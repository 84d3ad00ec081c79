import { userDirectories } from '../../../io/config/index.js';
import { refreshTrustedRoot } from '../../../io/trust/index.js';
import { openSession } from '../../session.js';

/**
 * What `keepFresh` starts when a program has ended: fetches the trusted root and says nothing. When that fails, the last
 * accepted root stays in use, and `waxseal trust update` says why.
 * @returns 0, or 1 when nothing was fetched
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
