import { BlockList, isIP, isIPv6 } from 'node:net';
import { isLoopback } from '../http/index.js';

/** RFC 1918. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);

/** Addresses that mean this machine or its neighbours (RFC 6890): nothing on the internet sends anybody there. */
const NEAR = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  NEAR.addSubnet(net, bits);
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  NEAR.addSubnet(net, bits, 'ipv6');

/** Names under which a cloud's machines find the server with their secrets. */
const METADATA = ['metadata', 'metadata.google.internal', 'instance-data'];

/**
 * Whether go-containerregistry, and so cosign, tries http: when https: does not work: this machine, names that end in `.local`
 * or `.localhost`, and addresses of private networks (RFC 1918).
 * @param hostname as in `URL.hostname`
 */
export function mayUseHttp(hostname: string): boolean {
  const host = bare(hostname);
  return isLoopback(hostname) || host.endsWith('.local') || (isIP(host) === 4 && PRIVATE.check(host));
}

/**
 * Whether the host is this machine, a private or link-local network, or a server of a cloud's secrets, as far as its name or
 * address says.
 */
export function isNear(hostname: string): boolean {
  const host = bare(hostname);
  if (isLoopback(hostname) || METADATA.includes(host) || /\.(?:local|internal)$/.test(host)) return true;
  const family = isIP(host);
  if (family === 0) return false;
  // BlockList compares an IPv4 address inside an IPv6 one (::ffff:10.0.0.1) with the rules for IPv4.
  return NEAR.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

/** Whether an address is link-local: there a cloud's machine gets its secrets. No registry is there. */
export function isLinkLocal(hostname: string): boolean {
  const host = bare(hostname);
  return (
    METADATA.includes(host) ||
    /^169\.254\./.test(host) ||
    /^fe[89ab]/.test(isIPv6(host) ? host : '') ||
    /^::ffff:a9fe:/.test(host)
  );
}

function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
