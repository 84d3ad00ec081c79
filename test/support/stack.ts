import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/index.js';
import type { Found } from './peers.js';

/** A Sigstore to test against: the sandbox or the real servers, seen the same way. */
export interface Stack {
  readonly name: 'sandbox' | 'real servers';
  /**
   * What gitsign and cosign must find in their environment (peers.md section 2): SIGSTORE_*_URL, key files, TUF_*, TRUSTED_ROOT,
   * TSA_URL, TSA_CHAIN, REKOR_V2_URL. Without an identity token.
   */
  readonly env: Readonly<Record<string, string>>;
  /** An identity token for an e-mail address. */
  token(email: string): Promise<string>;
  stop(): Promise<void>;
}

/** A fresh sandbox. */
export async function sandboxStack(): Promise<Stack> {
  const sandbox = await startSandbox();
  return {
    name: 'sandbox',
    env: sandbox.env,
    token: async (email) => sandbox.mintToken({ email }),
    stop: () => sandbox.stop(),
  };
}

/** The real servers, if WAXSEAL_REAL_SIGSTORE names the directory with their `env` file and they answer. */
export async function realStack(): Promise<Found<Stack>> {
  const dir = process.env['WAXSEAL_REAL_SIGSTORE'];
  if (dir === undefined || dir === '')
    return { reason: 'WAXSEAL_REAL_SIGSTORE names no directory with the env file of the real servers' };
  const file = join(dir, 'env');
  if (!existsSync(file)) return { reason: `${file} is not there: the real servers were not started` };
  const env = sourced(file);
  for (const name of ['SIGSTORE_FULCIO_URL', 'SIGSTORE_REKOR_URL', 'SIGSTORE_OIDC_ISSUER', 'TSA_URL']) {
    const url = new URL(env[name] ?? 'http://localhost:1');
    if (!(await answers(url))) return { reason: `the real servers are not up: no answer at ${url.origin}` };
  }
  const issuer = env['SIGSTORE_OIDC_ISSUER'];
  return {
    found: {
      name: 'real servers',
      env,
      token: async (email) => (await fetch(`${issuer}/mint?email=${encodeURIComponent(email)}`)).text(),
      stop: async () => undefined,
    },
  };
}

function sourced(file: string): Record<string, string> {
  const script = `env -i bash --noprofile --norc -c 'source "$1"; env -0' - "$1"`;
  const run = spawnSync('bash', ['--noprofile', '--norc', '-c', script, '-', file], { encoding: 'utf8' });
  const pairs = run.stdout.split('\0').map((line) => line.split(/=(.*)/s));
  return Object.fromEntries(
    pairs.flatMap(([name = '', value = '']) =>
      /^(SIGSTORE|GITSIGN|TUF|TRUSTED_ROOT|TSA|REKOR)/.test(name) ? [[name, value]] : [],
    ),
  );
}

function answers(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname);
    const done = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket.setTimeout(2000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
