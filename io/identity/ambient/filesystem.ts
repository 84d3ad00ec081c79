import { open } from 'node:fs/promises';
import { harmless } from '../../../core/harmless/index.js';
import { type Config, expandHome } from '../../config/index.js';
import { IdentityError } from '../error.js';
import type { AmbientSource } from './types.js';

/** Where Kubernetes and others put a token for cosign (cosign pkg/providers/filesystem). */
const DEFAULT_TOKEN_FILE = '/var/run/sigstore/cosign/oidc-token';
const MAX_FILE = 65_536;

/** A file that contains a token: the configured one, else the one that cosign reads. */
export const filesystem: AmbientSource = {
  name: 'filesystem',
  async available(config, env) {
    const path = tokenPath(config, env);
    // If a configured file is missing, that is an error to report, not a reason to open a browser.
    const yes = config.tokenFile.value !== undefined || (await exists(path));
    return { yes, why: harmless(yes ? `the file ${path}` : `there is no file ${path}`) };
  },
  async take(config, { env }) {
    const path = tokenPath(config, env);
    return { text: await readTokenFile(path), source: { kind: 'file', path } };
  },
};

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
