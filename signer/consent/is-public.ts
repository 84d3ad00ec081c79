import type { Config } from '../../io/config/index.js';
import { isLoopback } from '../../io/http/index.js';

/** The servers that publish an identity: the certificate authority and the log. */
type Servers = Pick<Config, 'fulcioUrl' | 'rekorUrl' | 'instancePrivate'>;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** The public-good instance, and whatever else runs under its name: no setting makes that private. */
function isPublicGood(host: string): boolean {
  return host === 'sigstore.dev' || host.endsWith('.sigstore.dev');
}

/**
 * Whether what is logged can be read by anybody: always at the public-good instance, never where waxseal.instancePrivate says
 * so, and otherwise wherever a server is not on this machine.
 */
export function isPublic({ fulcioUrl, rekorUrl, instancePrivate }: Servers): boolean {
  const hosts = [fulcioUrl, rekorUrl].map(({ value }) => hostOf(value));
  if (hosts.some(isPublicGood)) return true;
  if (instancePrivate.value !== undefined) return !instancePrivate.value;
  return !hosts.every(isLoopback);
}
