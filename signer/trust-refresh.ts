import { startProgram } from '../io/child-process.js';
import { unixNow } from '../io/clock.js';
import { type Config, userDirectories } from '../io/config/index.js';
import { makeDirectory } from '../io/make-directory.js';
import { isRefreshDue, type LoadedTrust, takeAttempt } from '../io/trust/index.js';

let planned = false;

/**
 * Starts a fetch of the trusted root when this program ends, at most once a day. It runs in another process, and nobody waits for
 * it, because a slow or dead mirror must not delay a signature or a verdict. There is no fetch in CI, which throws the cache away,
 * and none if waxseal.trustRefresh is off.
 */
export function keepFresh(config: Config, { source }: Pick<LoadedTrust, 'source'>): void {
  const { env } = process;
  if (planned || !config.trustRefresh.value || env['CI'] || !isRefreshDue(source, unixNow())) return;
  planned = true;
  process.once('exit', () => {
    const { cache } = userDirectories(env);
    try {
      makeDirectory(cache, 0o700);
      if (takeAttempt(cache, unixNow())) start(env);
    } catch {
      // The root in use stays in use; the next try is on another day.
    }
  });
}

/** Nothing can be awaited while the program ends, so only a module that is already loaded is used. */
function start(env: NodeJS.ProcessEnv): void {
  const [, script] = process.argv;
  if (script === undefined) return;
  startProgram(process.execPath, [script, 'trust-refresh'], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: { ...env, WAXSEAL_TRUST_REFRESH: 'false' },
  })
    .on('error', () => undefined)
    .unref();
}
