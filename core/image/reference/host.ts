/** Docker Hub, by the name under which it is asked and its credentials are kept. */
export const DOCKER_HUB = 'index.docker.io';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const LONGEST_NAME = 253;
const HIGHEST_PORT = 65_535;
const GROUPS = 8;
const LONGEST_ADDRESS = 45;

/**
 * The registry that `text` names, `host[:port]`, in lower case; undefined if it names none. An IPv6 address stands in brackets.
 * `docker.io` is `index.docker.io`, as in go-containerregistry.
 */
export function parseHost(text: string): string | undefined {
  const lower = text.toLowerCase();
  const [, address, name = '', port] = /^(?:\[([^\]]*)\]|([^[\]:]*))(?::(.*))?$/.exec(lower) ?? [];
  if (port !== undefined && !(/^[1-9]\d{0,4}$/.test(port) && Number(port) <= HIGHEST_PORT)) return undefined;
  if (address !== undefined) return isIpv6(address) ? lower : undefined;
  if (name.length > LONGEST_NAME || !NAME.test(name)) return undefined;
  // A URL takes such a name for an address in another spelling: 127.1, 0x7f.1 and 2130706433 are all 127.0.0.1.
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(name) && !isIpv4(name)) return undefined;
  return lower === 'docker.io' ? DOCKER_HUB : lower;
}

/** An IPv6 address without a zone (RFC 4291 section 2.2). */
function isIpv6(text: string): boolean {
  if (text.length > LONGEST_ADDRESS || !/^[0-9a-f:.]*$/.test(text)) return false;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [head, tail ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && !isIpv4(last)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false;
  const count = plain.length + (embedded ? 2 : 0);
  return tail === undefined ? count === GROUPS : count < GROUPS;
}

function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}
