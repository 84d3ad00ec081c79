import { join } from 'node:path';
import { userDirectories } from '../../../io/config/index.js';
import { parseMirrors, type RegistryOptions, RegistryRun } from '../../../io/registry/index.js';
import { UsageError } from '../../errors.js';
import type { REGISTRY_OPTIONS } from './registry-options.js';

type Values = {
  readonly [name in keyof typeof REGISTRY_OPTIONS]?: string | boolean | readonly string[] | undefined;
};

/** How the person wants registries to be reached. */
export interface RegistryRequest {
  readonly mirrors: ReadonlyMap<string, string>;
  readonly credential: NonNullable<RegistryOptions['given']>['credential'] | undefined;
  readonly more: Pick<RegistryOptions, 'allowHttp' | 'caFile' | 'clientCertificate' | 'serverName'>;
}

function credentialOf(
  username: string | undefined,
  password: string | undefined,
  token: string | undefined,
): RegistryRequest['credential'] {
  const source = 'the command line';
  if (token !== undefined) return { kind: 'registry-token', token, source };
  if ((username === undefined) !== (password === undefined))
    throw new UsageError('--registry-username and --registry-password belong together', 'give both, or none');
  return username === undefined || password === undefined
    ? undefined
    : { kind: 'basic', username, password, source };
}

/**
 * What the options for registries ask for.
 * @throws UsageError, ImageReferenceError for a mirror that is no host
 */
export function registryRequest(values: Values): RegistryRequest {
  const text = (name: keyof Values) => {
    const value = values[name];
    if (value === '') throw new UsageError(`--${name} is empty`, 'give it a value (is a variable unset?)');
    return typeof value === 'string' ? value : undefined;
  };
  const mirrors = values['registry-mirror'];
  const [certificate, key] = [text('registry-client-cert'), text('registry-client-key')];
  if ((certificate === undefined) !== (key === undefined))
    throw new UsageError(
      '--registry-client-cert and --registry-client-key belong together',
      'give both, or none',
    );
  const [caFile, serverName] = [text('registry-cacert'), text('registry-server-name')];
  return {
    mirrors: parseMirrors(Array.isArray(mirrors) ? mirrors : []),
    credential: credentialOf(text('registry-username'), text('registry-password'), text('registry-token')),
    more: {
      allowHttp: values['allow-http-registry'] === true,
      ...(caFile !== undefined && { caFile }),
      ...(serverName !== undefined && { serverName }),
      ...(certificate !== undefined && key !== undefined && { clientCertificate: { certificate, key } }),
    },
  };
}

/**
 * Opens the run in which registries are asked.
 * @param hosts the registries that the person named; credentials of the command line go to one of them alone
 * @throws UsageError for credentials without the one registry that may get them
 */
export function openRun(
  { mirrors, credential, more }: RegistryRequest,
  hosts: ReadonlySet<string>,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): RegistryRun {
  const [host, ...others] = hosts;
  if (credential && (host === undefined || others.length > 0))
    throw new UsageError(
      'the credentials of the command line are for one registry, and the images are in several or in none',
      'ask for the images of one registry at a time, or sign in: docker login HOST',
    );
  return new RegistryRun({
    env,
    mirrors,
    ...more,
    cache: join(userDirectories(env).cache, 'images'),
    ...(signal && { signal }),
    ...(credential && host !== undefined && { given: { host: mirrors.get(host) ?? host, credential } }),
  });
}
