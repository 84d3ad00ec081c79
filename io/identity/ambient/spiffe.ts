import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { harmless } from '../../../core/harmless/index.js';
import { ancestorObjection } from '../../run-directory.js';
import { IdentityError } from '../error.js';
import type { AmbientSource } from './types.js';

/** Where SPIRE's agent listens (cosign pkg/providers/spiffe). */
const DEFAULT_SOCKET = '/tmp/spire-agent/public/api.sock';

/**
 * What is wrong with a socket at a well-known path; undefined if nothing is. Anyone can create one in /tmp and give us their own
 * identity. So it must belong to root or this user, and nobody else may be able to exchange it or a directory above it.
 */
export async function objectionToSocket(path: string): Promise<string | 'missing' | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return 'missing';
  if (!found.isSocket() || (found.uid !== 0 && found.uid !== process.getuid?.()))
    return `${path} is not a socket of root's or yours`;
  return ancestorObjection(dirname(path))?.why;
}

/** A JWT-SVID from the SPIFFE Workload API. */
export const spiffe: AmbientSource = {
  name: 'spiffe',
  async available(_config, env) {
    const named = env['SPIFFE_ENDPOINT_SOCKET'];
    if (named) return { yes: true, why: 'SPIFFE_ENDPOINT_SOCKET is set' };
    const objection = await objectionToSocket(DEFAULT_SOCKET);
    if (objection === 'missing') return { yes: false, why: 'SPIFFE_ENDPOINT_SOCKET is not set' };
    return { yes: objection === undefined, why: objection ?? `the SPIFFE socket ${DEFAULT_SOCKET}` };
  },
  async take(config, { env, signal }) {
    const address = socketAddress(env['SPIFFE_ENDPOINT_SOCKET'] || `unix://${DEFAULT_SOCKET}`);
    const { fetchJwtSvid } = await import('./workload-api.js');
    const text = await fetchJwtSvid(address, config.tokenAudience.value, signal);
    return { text, source: { kind: 'provider', name: 'spiffe' } };
  },
};

/**
 * Path or host and port of a Workload Endpoint: `unix:///path` or `tcp://ip:port` (SPIFFE_Workload_Endpoint section
 * 4); a bare path is accepted too, as in cosign. TCP is accepted on this machine only, because it is not encrypted.
 */
function socketAddress(text: string): { path: string } | { host: string; port: number } {
  if (text.startsWith('/')) return { path: text };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'unix:' && url.host === '' && url.pathname.startsWith('/'))
    return { path: decodeURIComponent(url.pathname) };
  if (url?.protocol === 'tcp:' && /^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname) && url.port !== '')
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
  throw new IdentityError(
    'TOKEN_SOURCE_FAILED',
    harmless(
      `SPIFFE_ENDPOINT_SOCKET: "${text.slice(0, 100)}" is not the address of a Workload API on this machine`,
    ),
    'use unix:///path/to/the/socket',
  );
}
