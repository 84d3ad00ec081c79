import { open } from 'node:fs/promises';
import { isObject } from '../../core/encoding/index.js';
import { harmless } from '../../core/text/index.js';
import { type Config, expandHome, type TokenProvider } from '../config/index.js';
import { NetworkError, request } from '../http/index.js';
import { IdentityError } from './error.js';
import type { IdentityOptions } from './identity.js';
import type { TokenSource } from './token.js';

/** Where Kubernetes and others put a token for cosign (cosign pkg/providers/filesystem). */
export const DEFAULT_TOKEN_FILE = '/var/run/sigstore/cosign/oidc-token';
const MAX_FILE = 65_536;

/** The text of a token, unchecked, and its source. */
export interface FoundToken {
  readonly text: string;
  readonly source: TokenSource;
}

/** A source of tokens that needs no person. */
export interface AmbientSource {
  readonly name: TokenProvider;
  /** Whether it would be taken, and why, in words. Asks nobody. */
  available(config: Config, env: NodeJS.ProcessEnv): Promise<{ readonly yes: boolean; readonly why: string }>;
  /** @throws IdentityError */
  take(config: Config, options: IdentityOptions): Promise<FoundToken>;
}

const envvar: AmbientSource = {
  name: 'envvar',
  async available(_config, env) {
    const yes = Boolean(env['SIGSTORE_ID_TOKEN']?.trim());
    return { yes, why: yes ? 'SIGSTORE_ID_TOKEN is set' : 'SIGSTORE_ID_TOKEN is not set' };
  },
  async take(_config, { env }) {
    return {
      text: env['SIGSTORE_ID_TOKEN'] ?? '',
      source: { kind: 'environment', variable: 'SIGSTORE_ID_TOKEN' },
    };
  },
};

const filesystem: AmbientSource = {
  name: 'filesystem',
  async available(config, env) {
    const path = tokenPath(config, env);
    // A configured file that is missing is an error to report, not a reason to open a browser.
    const yes = config.tokenFile.value !== undefined || (await exists(path));
    return { yes, why: harmless(yes ? `the file ${path}` : `there is no file ${path}`) };
  },
  async take(config, { env }) {
    const path = tokenPath(config, env);
    return { text: await readTokenFile(path), source: { kind: 'file', path } };
  },
};

const githubActions: AmbientSource = {
  name: 'github-actions',
  async available(_config, env) {
    const yes = Boolean(env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] && env['ACTIONS_ID_TOKEN_REQUEST_URL']);
    return {
      yes,
      why: yes
        ? 'this is a GitHub Actions job that may ask for tokens'
        : env['GITHUB_ACTIONS'] === 'true'
          ? 'this GitHub Actions job lacks the permission "id-token: write"'
          : 'this is not a GitHub Actions job',
    };
  },
  async take(config, { env, network }) {
    const url = new URL(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
    url.searchParams.set('audience', config.tokenAudience.value);
    try {
      const response = await request({
        url,
        headers: {
          authorization: `bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`,
          accept: 'application/json',
        },
        ...(network && { network }),
      });
      const answer = response.json();
      if (isObject(answer) && typeof answer['value'] === 'string')
        return { text: answer['value'], source: { kind: 'github-actions' } };
    } catch (cause) {
      if (!(cause instanceof NetworkError)) throw cause;
      throw new IdentityError(
        'TOKEN_SOURCE_FAILED',
        `GitHub Actions gave no token: ${cause.message}`,
        cause.hint,
        cause,
      );
    }
    throw new IdentityError('TOKEN_SOURCE_FAILED', 'GitHub Actions gave an answer without a token');
  },
};

/** Every ambient source, in the order they are tried: what was put there on purpose comes first. */
export const AMBIENT_SOURCES: readonly AmbientSource[] = [envvar, githubActions, filesystem];

function tokenPath(config: Config, env: NodeJS.ProcessEnv): string {
  return expandHome(config.tokenFile.value ?? DEFAULT_TOKEN_FILE, env);
}

async function exists(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
  if (typeof file === 'boolean') return file;
  await file.close();
  return true;
}

async function readTokenFile(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_FILE + 1), 0, MAX_FILE + 1, 0);
      if (bytesRead > MAX_FILE) throw Object.assign(new Error(), { code: 'too large' });
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new IdentityError(
      'TOKEN_FILE_UNREADABLE',
      harmless(`the token file ${path} cannot be read (${code ?? 'no reason given'})`),
      'check waxseal.tokenFile, or where your platform mounts the token',
    );
  }
}
