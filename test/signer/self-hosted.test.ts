import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { EMAIL, PROGRAM } from '../support/waxseal.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

type Place = GitRepo & { waxseal(...args: string[]): ReturnType<typeof run> };

/** A repository whose environment says only who signs in, and nothing about a Sigstore. */
async function withPlace(use: (place: Place) => Promise<void>): Promise<void> {
  const token = sandbox.mintToken({ email: EMAIL });
  const repo = await createRepo({ env: { SIGSTORE_ID_TOKEN: token, WAXSEAL_AGENT: 'off' } });
  try {
    await repo.git(['config', 'user.email', EMAIL]);
    const waxseal = (...args: string[]) => run(PROGRAM, args, { cwd: repo.dir, env: repo.env });
    await use({ ...repo, waxseal });
  } finally {
    repo.remove();
  }
}

async function assertSignsAndVerifies({ git, waxseal }: Place): Promise<void> {
  await git(['commit', '-q', '--allow-empty', '-S', '-m', 'mine']);
  const ended = await waxseal('verify');
  assert.equal(ended.status, 0, ended.stdout + ended.stderr);
}

const asked = (from: number, server: string) =>
  sandbox.requests.slice(from).filter((request) => request.server === server).length;

test('a TUF mirror and its root are enough for a Sigstore, and its trusted root can still be updated', () =>
  withPlace(async (place) => {
    const { waxseal, git } = place;
    const from = sandbox.requests.length;
    const done = await waxseal(
      'setup',
      '--instance',
      sandbox.urls.tuf,
      '--instance-root',
      sandbox.tufRootPath,
    );
    assert.equal(done.status, 0, done.stderr);
    assert.ok(asked(from, 'tuf') > 0);
    assert.equal(await git(['config', 'waxseal.tufMirror']), sandbox.urls.tuf);
    assert.equal(await git(['config', 'waxseal.fulcio']), sandbox.urls.fulcio);
    assert.equal((await place.try(['config', 'waxseal.trustedRoot'])).status, 1);
    await assertSignsAndVerifies(place);
  }));

test('a directory with Sigstore’s two files is an instance: Rekor v2 with a timestamp', () =>
  withPlace(async (place) => {
    const dir = place.home;
    writeFileSync(join(dir, 'trusted_root.json'), readFileSync(sandbox.trustedRootPath));
    writeFileSync(join(dir, 'signing_config.v0.2.json'), readFileSync(sandbox.signingConfigV2Path));
    const done = await place.waxseal('setup', '--instance', dir);
    assert.equal(done.status, 0, done.stderr);
    const from = sandbox.requests.length;
    await assertSignsAndVerifies(place);
    assert.ok(asked(from, 'tsa') > 0 && asked(from, 'rekorV2') > 0 && asked(from, 'rekor') === 0);
  }));

/** A signing config with both logs, of two operators. */
function bothLogs(selector: object): string {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  const [config, v2] = [read(sandbox.signingConfigPath), read(sandbox.signingConfigV2Path)];
  return JSON.stringify({
    trustedRoot: read(sandbox.trustedRootPath),
    signingConfig: {
      ...config,
      rekorTlogUrls: [...config.rekorTlogUrls, { ...v2.rekorTlogUrls[0], operator: 'other' }],
      rekorTlogConfig: selector,
    },
  });
}

for (const [selector, logs] of [
  [{ selector: 'ANY' }, { rekor: 0, rekorV2: 1 }],
  [{ selector: 'ALL' }, { rekor: 1, rekorV2: 1 }],
  [
    { selector: 'EXACT', count: 2 },
    { rekor: 1, rekorV2: 1 },
  ],
] as const)
  test(`two configured logs and ${JSON.stringify(selector)}: each chosen one gets the signature`, () =>
    withPlace(async (place) => {
      const file = join(place.home, 'instance.json');
      writeFileSync(file, bothLogs(selector));
      const done = await place.waxseal('setup', '--instance', file);
      assert.equal(done.status, 0, done.stderr);
      const from = sandbox.requests.length;
      await assertSignsAndVerifies(place);
      for (const [server, count] of Object.entries(logs)) assert.equal(asked(from, server), count, server);
      if (logs.rekor === 0) return;
      const shown = JSON.parse((await place.waxseal('show', '--format', 'json')).stdout);
      assert.match(JSON.stringify(shown), /"source":"rekor"/, 'the entry of Rekor v1 is the one embedded');
      sandbox.faults.add({ server: 'rekorV2', action: { status: 400 } });
      const failed = await place.try(['commit', '-q', '--allow-empty', '-S', '-m', 'half logged']);
      sandbox.faults.clear();
      assert.notEqual(failed.status, 0, 'a log that was asked for is not left out');
    }));

test('too few logs, or a mirror that lies, set nothing up', () =>
  withPlace(async (place) => {
    const file = join(place.home, 'instance.json');
    writeFileSync(file, bothLogs({ selector: 'EXACT', count: 3 }));
    const before = readFileSync(join(place.dir, '.git', 'config'), 'utf8');
    const few = await place.waxseal('setup', '--instance', file);
    assert.match(few.stderr, /not as many logs/);
    const other = await startSandbox();
    try {
      const mixed = await place.waxseal(
        'setup',
        '--instance',
        other.urls.tuf,
        '--instance-root',
        sandbox.tufRootPath,
      );
      assert.match(mixed.stderr, /is not accepted/);
      assert.deepEqual([few.status, mixed.status], [2, 2]);
    } finally {
      await other.stop();
    }
    assert.equal(readFileSync(join(place.dir, '.git', 'config'), 'utf8'), before);
  }));
