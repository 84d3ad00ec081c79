import type { ChildProcess } from 'node:child_process';
import { unixNow } from '../io/clock.js';
import { type Config, userDirectories } from '../io/config/index.js';
import { makeDirectory } from '../io/make-directory.js';
import { isRefreshDue, type LoadedTrust, takeAttempt } from '../io/trust/index.js';

type Spawn = (program: string, args: readonly string[], options: object) => ChildProcess;

let planned = false;

/**
 * Has the trusted root fetched again when this program ends, in a process of its own that nobody waits for, at most once a
 * day: never on the way to a signature or a verdict, which a slow or dead mirror must not hold up. Not in CI, where the cache
 * is thrown away, and not where waxseal.trustRefresh is off.
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
      // Another day: the root in use stays in use.
    }
  });
}

/** Nothing can be awaited when a program ends, so that the module is taken as it is. */
function start(env: NodeJS.ProcessEnv): void {
  const [, script] = process.argv;
  const { spawn } = process.getBuiltinModule('node:child_process') as { spawn: Spawn };
  if (script === undefined) return;
  spawn(process.execPath, [script, 'trust-refresh'], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: { ...env, WAXSEAL_TRUST_REFRESH: 'false' },
  })
    .on('error', () => undefined)
    .unref();
}
