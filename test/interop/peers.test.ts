import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findPeer, findPeers } from '../support/peers.js';

/** What a client is asked so that it answers without doing anything, and what it says. Debian's builds do not all know their version. */
const ANSWERS: Readonly<Record<string, readonly [string, RegExp]>> = {
  'gitsign-0.13': ['--version', /^gitsign version /],
  'gitsign-credential-cache-0.13': ['--version', /^gitsign-credential-cache version /],
  'gitsign-0.16': ['--version', /^gitsign version /],
  'gitsign-credential-cache-0.16': ['--version', /^gitsign-credential-cache version /],
  'cosign-2': ['version', /^GitVersion: /m],
  'cosign-3': ['version', /^GitVersion: /m],
  crane: ['--help', /^Crane is a tool for managing container images/],
  oras: ['version', /^Version: +1\./],
  notation: ['version', /^Version: +v1\./m],
  'sigstore-go-verification': ['-help', /^ +-artifact string$/m],
  'oci-image-verification': ['-help', /^ +-ociImage string$/m],
  kustomize: ['version', /^\S+\n$/],
  'docker-registry': ['--version', /docker\/distribution 2\./],
  skopeo: ['--version', /^skopeo version 1\./],
  'git-current': ['--version', /^git version 2\./],
};

for (const [name, [question, answer]] of Object.entries(ANSWERS))
  test(`${name} runs here and answers ${question}`, (t) => {
    const peer = findPeer(name);
    if ('reason' in peer) return t.skip(peer.reason);
    const { stdout, stderr, error } = spawnSync(peer.found, [question], { encoding: 'utf8' });
    assert.equal(error, undefined);
    assert.match(stdout + stderr, answer);
  });

test('the list of versions names each of them once', (t) => {
  const peers = findPeers();
  if ('reason' in peers) return t.skip(peers.reason);
  const list = join(peers.found, 'versions');
  if (!existsSync(list)) return t.skip(`${peers.found} was not made by scripts/get-peers.sh`);
  const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
  assert.deepEqual(lines.map((line) => line.split(' ')[0]).sort(), Object.keys(ANSWERS).sort());
  for (const line of lines) assert.match(line, /^\S+ \d\S+$/);
});
