import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The programs that scripts/get-peers.sh puts into `bin/`, with the beginning of the version that each must have. */
export const PEER_VERSIONS = {
  'gitsign-0.13': '0.13.',
  'gitsign-0.16': '0.16.',
  'cosign-2': '2.5.',
  'cosign-3': '3.1.',
} as const;

/** The name of a real program with which we compare. */
export type PeerName = keyof typeof PEER_VERSIONS;

/** Either the program, or the reason why it is missing: the text for `t.skip`. */
export type Found<T> = { readonly found: T } | { readonly reason: string };

/** The repository's root; tests run from build/. */
export const REPOSITORY = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(start: string): string {
  for (let dir = start; dir !== dirname(dir); dir = dirname(dir))
    if (existsSync(join(dir, 'package-lock.json'))) return dir;
  throw new Error(`no package-lock.json above ${start}`);
}

let fetched: string | undefined;

/**
 * The directory with `bin/`: WAXSEAL_PEERS, or .cache/peers. In CI, or as root on Debian, missing programs are fetched once.
 */
export function findPeers(): Found<string> {
  const dir = resolve(REPOSITORY, process.env['WAXSEAL_PEERS'] ?? join('.cache', 'peers'));
  if (isProgram(join(dir, 'bin', 'cosign-3'))) return { found: dir };
  const mayFetch =
    process.env['CI'] === 'true' || (process.getuid?.() === 0 && existsSync('/etc/debian_version'));
  if (!mayFetch) return { reason: 'the real gitsign and cosign are not here: run scripts/get-peers.sh' };
  fetched ??= fetchPeers(dir);
  return fetched === '' ? { found: dir } : { reason: `scripts/get-peers.sh failed: ${fetched}` };
}

/** The path of one real program. */
export function findPeer(name: string): Found<string> {
  const peers = findPeers();
  if ('reason' in peers) return peers;
  const path = join(peers.found, 'bin', name);
  return isProgram(path) ? { found: path } : { reason: `${name} is not among the fetched peers` };
}

/** The version of a peer, from the changelog of its Debian package, because Debian's builds report "devel". */
export function peerVersion(program: string): string {
  const real = realpathSync(program);
  const packageName = real.split('/').at(-1) ?? '';
  const changelog = join(dirname(real), '..', 'share', 'doc', packageName, 'changelog.Debian.gz');
  const [first = ''] = gunzipSync(readFileSync(changelog)).toString().split('\n');
  return /\(([^)]+)\)/.exec(first)?.[1] ?? '';
}

function fetchPeers(dir: string): string {
  const run = spawnSync('bash', [join(REPOSITORY, 'scripts', 'get-peers.sh'), dir], {
    encoding: 'utf8',
    timeout: 900_000,
  });
  return run.status === 0 ? '' : (run.stderr.trim().split('\n').at(-1) ?? 'no message');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
