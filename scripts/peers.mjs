// Finds the real clients (gitsign, cosign, skopeo and others) with which tests and benchmarks compare.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Finds the peers in $WAXSEAL_PEERS or .cache/peers, and has scripts/get-peers.sh fetch the missing ones (it is quick
 * if none is). Returns { dir } (absolute, with bin/), or { reason } if there are none. Never throws.
 */
export function findPeers() {
  const given = process.env.WAXSEAL_PEERS;
  if (given !== undefined)
    return hasPeers(given) ? { dir: resolve(given) } : { reason: `${given} has no bin/` };
  const dir = resolve('.cache', 'peers');
  if (spawnSync('apt-get', ['--version']).status !== 0)
    return { reason: 'they come from Debian, by apt-get' };
  if (!existsSync(join(dir, 'complete')))
    console.log(
      '$ scripts/get-peers.sh    # gitsign, cosign, skopeo and others from Debian, beside the system',
    );
  const run = spawnSync('bash', ['scripts/get-peers.sh', dir], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 900_000,
  });
  if (run.status === 0 && hasPeers(dir)) return { dir };
  return { reason: 'scripts/get-peers.sh did not succeed' };
}

function hasPeers(dir) {
  return existsSync(join(dir, 'bin', 'gitsign-0.16'));
}
