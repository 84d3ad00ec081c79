import { closeSync, openSync } from 'node:fs';
import type { Config } from '../config/index.js';
import type { IdentityOptions } from './options.js';

/** How a person can sign in from here, or why nobody can. `why` and `hint` are texts for people. */
export type Asking =
  | { readonly way: 'browser' | 'device'; readonly why: string }
  | { readonly way: undefined; readonly why: string; readonly hint: string };

const TERMINAL = process.platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty';
const LOGIN = 'run: waxseal login (in a terminal), or set SIGSTORE_ID_TOKEN';

/** Whether a person sees at once what is said, and can act on it. */
export function seesLines({ env, terminal }: Pick<IdentityOptions, 'env' | 'terminal'>): boolean {
  return env['GIT_TERMINAL_PROMPT'] !== '0' && (terminal ?? hasTerminal());
}

/**
 * How a person would sign in. A configured opener or $BROWSER always counts as a browser: editors set it for remote
 * machines and forward the port. A desktop counts too, except in an SSH session without a display. Otherwise a
 * terminal is enough for the device flow, which needs no browser on this machine. Asks nobody, and opens only the
 * terminal.
 */
export function howToAsk(
  config: Config,
  { env, interactive, terminal }: Pick<IdentityOptions, 'env' | 'interactive' | 'terminal'>,
  platform: NodeJS.Platform = process.platform,
): Asking {
  const seen = seesLines({ env, ...(terminal !== undefined && { terminal }) });
  const wanted = config.tokenProvider.value;
  if (!interactive) return { way: undefined, why: 'an interactive sign-in is not allowed here', hint: LOGIN };
  const browser = browserAtHand(config, env, platform, seen);
  if (wanted === 'device' || (browser === undefined && wanted !== 'interactive')) {
    if (seen) return { way: 'device', why: 'there is a terminal, and no browser can be opened' };
  } else if (browser !== undefined) return { way: 'browser', why: browser };
  else if (seen) return { way: 'browser', why: 'there is a terminal to show the address in' };
  return { way: undefined, ...nobody(env) };
}

function browserAtHand(
  config: Config,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  terminal: boolean,
): string | undefined {
  if (config.browser.value !== undefined) return 'waxseal.browser (or gitsign.urlOpener) is set';
  if (env['BROWSER']) return 'BROWSER is set';
  // A build system may have a display for its tests, but nobody in front of it.
  if (env['CI'] && env['CI'] !== 'false' && !terminal) return undefined;
  if (env['DISPLAY'] || env['WAYLAND_DISPLAY']) return 'there is a display';
  if (env['SSH_CONNECTION'] || env['SSH_TTY']) return undefined;
  return platform === 'darwin' || platform === 'win32' ? 'this system has a desktop' : undefined;
}

function nobody(env: NodeJS.ProcessEnv): { readonly why: string; readonly hint: string } {
  const why = 'there is neither a terminal nor a display';
  if (env['GITHUB_ACTIONS'] === 'true') return { why, hint: 'give the job "permissions: id-token: write"' };
  if (env['GITLAB_CI'])
    return { why, hint: 'give the job "id_tokens: SIGSTORE_ID_TOKEN: aud: sigstore" (.gitlab-ci.yml)' };
  return { why, hint: LOGIN };
}

/** Whether this process has a controlling terminal; /dev/tty opens only then (tty(4)). */
function hasTerminal(): boolean {
  try {
    closeSync(openSync(TERMINAL, 'a'));
    return true;
  } catch {
    return false;
  }
}
