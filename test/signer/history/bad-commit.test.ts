import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { historyRepo, outcomesIn, short } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const tamper = (raw: Uint8Array) =>
  Buffer.from(Buffer.from(raw).toString('latin1').replace('\n\nbad', '\n\nBad'), 'latin1');

test('one bad commit in a range is named with its reason, and every other row is unchanged', async () => {
  const before = repo.chain(80);
  const bad = repo.commit('bad', { sign: {}, parents: [before], alter: tamper });
  repo.git('update-ref', 'refs/heads/main', repo.chain(80, bad));
  const { status, stdout } = await repo.waxseal(['verify', '--any-signer', '--all']);
  assert.equal(status, 1);
  assert.deepEqual(
    outcomesIn(stdout),
    repo
      .git('rev-list', 'main')
      .split('\n')
      .map((id) => [id === bad ? 'invalid' : 'valid', short(id)]),
  );
  assert.match(
    stdout,
    new RegExp(`^invalid {4}${short(bad)} .*\n {11}.* \\[PAYLOAD_DIGEST_MISMATCH\\]$`, 'm'),
  );
  assert.match(stdout, /\n161 objects: 160 valid, 1 invalid\n/);
});

test('an object that is not what its id names is invalid, even if that id was verified before', async () => {
  const good = repo.commit('good', { sign: {} });
  const forged = repo.commit('forged', { sign: {} });
  assert.equal((await repo.waxseal(['verify', '--any-signer', good])).status, 0);
  const path = (id: string) => join(repo.dir, '.git', 'objects', id.slice(0, 2), id.slice(2));
  chmodSync(path(good), 0o644);
  writeFileSync(path(good), readFileSync(path(forged)));
  const { status, stdout } = await repo.waxseal(['verify', '--any-signer', good]);
  assert.equal(status, 1);
  assert.match(stdout, /^invalid .*OBJECT_MALFORMED/s);
});

test('Ctrl-C ends the run with complete lines and status 130', async () => {
  // A git that never reaches the end of a history.
  const bin = join(repo.root, 'bin');
  const walking = join(repo.root, 'walking');
  mkdirSync(bin);
  const real = repo.env['PATH'] ?? '';
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\nPATH=${real}\ngit "$@"\nfor a in "$@"; do [ "$a" = rev-list ] && : >'${walking}' && exec sleep 60; done; true\n`,
    { mode: 0o755 },
  );
  const child = spawn(PROGRAM, ['verify', '--any-signer', 'main~3..main', '--since=1'], {
    cwd: repo.dir,
    env: { ...repo.env, PATH: `${bin}:${real}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => text.push(chunk));
  const closed = once(child, 'close');
  while (!existsSync(walking) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const [status] = await closed;
  assert.equal(status, 130);
  const stdout = Buffer.concat(text).toString();
  assert.ok(stdout === '' || stdout.endsWith('\n'), stdout);
  assert.doesNotMatch(stdout, /objects:/);
});

test('verdicts on evidence are cached, decisions are not: each policy decides about the same commit again', async () => {
  const tip = repo.chain(3);
  const verify = (...args: string[]) => repo.waxseal(['verify', ...args, '--max-count', '9', tip]);
  const issuer = ['--certificate-oidc-issuer', 'https://issuer.example.test'];
  const outcomes = async (...args: string[]) =>
    new Set(outcomesIn((await verify(...args)).stdout).map(([outcome]) => outcome));
  const fresh = await verify('--no-cache');
  assert.equal((await verify()).stdout, fresh.stdout);
  assert.ok(existsSync(join(repo.root, '.cache', 'waxseal', 'verdicts')));
  assert.equal((await verify()).stdout, fresh.stdout);
  assert.deepEqual(
    await outcomes('--certificate-identity', 'dev@example.test', ...issuer),
    new Set(['verified']),
  );
  assert.deepEqual(
    await outcomes('--certificate-identity', 'other@example.test', ...issuer),
    new Set(['refused']),
  );
  assert.deepEqual(await outcomes(), new Set(['valid']));
});

test('results under one trusted root are not used under another', async () => {
  const tip = repo.commit('trust', { sign: {} });
  assert.equal((await repo.waxseal(['verify', '--any-signer', tip])).status, 0);
  const root = join(repo.root, 'other_root.json');
  writeFileSync(root, new TestInstance().trustJson);
  const other = await repo.waxseal(['verify', '--any-signer', '--trusted-root', root, tip]);
  assert.equal(other.status, 1);
  assert.match(other.stdout, /^incomplete/);
});
