import { type Config, isFromRepository, type Setting } from '../config/index.js';
import { isLoopback } from '../http/index.js';

/** The servers that publish an identity: the certificate authority and the logs. */
type Servers = Pick<Config, 'fulcioUrl' | 'rekorUrl' | 'alsoLog' | 'instancePrivate'>;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** The public-good instance, and everything else under its domain. No setting makes these private. */
function isPublicGood(host: string): boolean {
  return host === 'sigstore.dev' || host.endsWith('.sigstore.dev');
}

function servers({ fulcioUrl, rekorUrl, alsoLog }: Servers): Setting<unknown>[] {
  return [fulcioUrl, rekorUrl, alsoLog];
}

/** The logs that get an entry for every signature. */
export function logsOf({ rekorUrl, alsoLog }: Pick<Config, 'rekorUrl' | 'alsoLog'>): string[] {
  return [rekorUrl.value, ...alsoLog.value.map(({ url }) => url)];
}

/**
 * Whether anybody can read what is logged. At the public-good instance always. Elsewhere not if waxseal.instancePrivate names every
 * host, or is `true` and no server was chosen by the repository, nor if all servers are on this machine.
 */
export function isPublic(config: Servers): boolean {
  const { fulcioUrl, instancePrivate } = config;
  const hosts = [fulcioUrl.value, ...logsOf(config)].map(hostOf);
  if (hosts.some(isPublicGood)) return true;
  const { value: own } = instancePrivate;
  if (own === false) return true;
  if (own === true) return servers(config).some(({ origin }) => isFromRepository(origin));
  return !hosts.every((host) => isLoopback(host) || own?.includes(host));
}
