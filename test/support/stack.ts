import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/index.js';
import type { Found } from './peers.js';

/** A Sigstore for tests: the sandbox or the real servers, with the same interface. */
export interface Stack {
  readonly name: 'sandbox' | 'real servers';
  /**
   * The environment variables that gitsign and cosign need, by name: SIGSTORE_*_URL, key files, TUF_*, TRUSTED_ROOT, TSA_URL,
   * TSA_CHAIN, REKOR_V2_URL. Without an identity token.
   */
  readonly env: Readonly<Record<string, string>>;
  /** An identity token for an e-mail address. */
  token(email: string): Promise<string>;
  /** A new identity of a kind, from the issuer for that kind. */
  identity(kind: 'email' | 'workflow' | 'username'): Promise<Identity>;
  stop(): Promise<void>;
}

/** A token, and what a certificate for it says: SAN and issuer. */
export interface Identity {
  readonly token: string;
  readonly subject: string;
  readonly issuer: string;
}

const SUBJECTS = {
  email: 'dev@example.test',
  workflow: 'https://github.com/octo/demo/.github/workflows/release.yml@refs/heads/main',
  username: 'alice!localhost',
} as const;

function identified(kind: keyof typeof SUBJECTS, token: string): Identity {
  const claims: { iss: string } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return { token, subject: SUBJECTS[kind], issuer: claims.iss };
}

/** A fresh sandbox. */
export async function sandboxStack(): Promise<Stack> {
  const sandbox = await startSandbox();
  return {
    name: 'sandbox',
    env: sandbox.env,
    token: async (email) => sandbox.mintToken({ email }),
    identity: async (kind) =>
      identified(kind, sandbox.mintToken({ kind, ...(kind === 'email' && { email: SUBJECTS.email }) })),
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
  const issuer = env['SIGSTORE_OIDC_ISSUER'] ?? '';
  const mint = async (base: string, claims: Record<string, string>) =>
    (await fetch(`${base}/mint?${new URLSearchParams(claims)}`)).text();
  // The issuer of user names listens two ports above the issuer of e-mail addresses.
  const usernames = new URL(issuer);
  usernames.port = String(Number(usernames.port) + 2);
  const tokens = {
    email: () => mint(issuer, { email: SUBJECTS.email }),
    workflow: async () => inEnvironment(file, 'ghtok'),
    username: () => mint(usernames.origin, { sub: 'alice', email: '' }),
  };
  return {
    found: {
      name: 'real servers',
      env,
      token: (email) => mint(issuer, { email }),
      identity: async (kind) => identified(kind, await tokens[kind]()),
      stop: async () => undefined,
    },
  };
}

function inEnvironment(file: string, command: string): string {
  const script = `source "$1"; ${command}`;
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  return spawnSync('bash', ['--noprofile', '--norc', '-c', script, '-', file], { encoding: 'utf8', env })
    .stdout;
}

function sourced(file: string): Record<string, string> {
  const pairs = inEnvironment(file, 'env -0')
    .split('\0')
    .map((line) => line.split(/=(.*)/s));
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
