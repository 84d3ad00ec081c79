import { readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { homeOf } from '../run-directory.js';

/** Certificates that a person set up for one registry. */
export interface HostCertificates {
  readonly caFiles: readonly string[];
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Where docker, podman and skopeo look (containers-certs.d(5)), the person's own first. */
export function certificateFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const own = env['XDG_CONFIG_HOME'];
  const config = own && isAbsolute(own) ? own : join(homeOf(env), '.config');
  return [
    join(config, 'containers', 'certs.d'),
    join(homeOf(env), '.docker', 'certs.d'),
    '/etc/containers/certs.d',
    '/etc/docker/certs.d',
  ];
}

/**
 * The certificates in the first folder with one for this registry: `HOST[:PORT]/*.crt` are authorities, `*.cert` with the
 * `*.key` of the same name is the client's.
 */
export function certificatesFor(host: string, folders: readonly string[]): HostCertificates {
  for (const folder of folders) {
    const own = join(folder, host);
    const names = namesIn(own);
    const certificate = names.find((name) => name.endsWith('.cert'));
    const key = certificate?.replace(/cert$/, 'key');
    const caFiles = names.filter((name) => name.endsWith('.crt')).map((name) => join(own, name));
    const client =
      certificate !== undefined && key !== undefined && names.includes(key)
        ? { certificate: join(own, certificate), key: join(own, key) }
        : undefined;
    if (caFiles.length > 0 || client) return { caFiles, ...(client && { client }) };
  }
  return { caFiles: [] };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
