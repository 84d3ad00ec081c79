import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { trustJson, trustText } from '../../signer/commands/trust/trusted-root-text.js';
import { temporaryDirectory } from '../io/support/repository.js';
import { changingMirror } from '../io/support/tuf-mirror.js';
import type { HttpResponse } from '../sandbox/http.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { createRepo, run } from '../support/git-repo.js';
import { matchesGolden } from '../support/golden.js';
import { TestInstance } from '../support/instance.js';
import { PROGRAM } from '../support/waxseal.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

async function withMirror(
  use: (trust: (...args: string[]) => ReturnType<typeof run>) => Promise<void>,
): Promise<void> {
  const repo = await createRepo({
    env: { TUF_MIRROR: sandbox.urls.tuf, TUF_ROOT_JSON: sandbox.tufRootPath },
  });
  try {
    await use((...args) => run(PROGRAM, ['trust', ...args], { cwd: repo.dir, env: repo.env }));
  } finally {
    sandbox.faults.clear();
    repo.remove();
  }
}

test('before the first update there is no root to show, and the message says which command to run', () =>
  withMirror(async (trust) => {
    const ended = await trust('show');
    assert.equal(ended.status, 2);
    assert.match(ended.stderr, /no trusted root of .* yet\nhint: run: waxseal trust update\n/);
  }));

test('update fetches the root through TUF, and show names source, age, digest and contents', () =>
  withMirror(async (trust) => {
    const updated = await trust('update');
    assert.equal(updated.status, 0, updated.stderr);
    assert.match(updated.stdout, /^source {2}http.* through TUF, refreshed today /);
    const shown = await trust('show', '--format', 'json');
    const json = JSON.parse(shown.stdout);
    assert.match(json.digest, /^[0-9a-f]{64}$/);
    assert.equal(json.source.kind, 'tuf');
    assert.ok(json.certificateAuthorities.some(({ inUse }: { inUse: boolean }) => inUse));
    assert.ok(json.logs.length >= 1 && json.certificateLogs.length >= 1);
  }));

test('refused metadata leaves the old root in use, and show prints that root', () =>
  withMirror(async (trust) => {
    assert.equal((await trust('update')).status, 0);
    const { digest } = JSON.parse((await trust('show', '--format', 'json')).stdout);
    sandbox.faults.add({
      server: 'tuf',
      path: /timestamp\.json$/,
      action: {
        replace: (honest: HttpResponse) => ({
          ...honest,
          body: Buffer.from(
            Buffer.from(honest.body ?? '')
              .toString('utf8')
              .replace(/"version": ?\d+/, '"version":0'),
          ),
        }),
      },
    });
    const refused = await trust('update', '--format', 'json');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^waxseal: what http.* offers is not accepted: /);
    assert.match(refused.stderr, /the last accepted root stays in use/);
    assert.equal(JSON.parse(refused.stdout).digest, digest);
    sandbox.faults.clear();
    sandbox.faults.add({ server: 'tuf', action: 'reset' });
    const dead = await trust('update', '--format', 'json');
    assert.equal(dead.status, 1);
    assert.equal(JSON.parse(dead.stdout).digest, digest);
  }));

test('update refuses metadata that has expired since; the accepted root stays, and its age is shown', async (t) => {
  const now = Math.trunc(Date.now() / 1000);
  const mirror = await changingMirror(t, sandbox.trustedRootPath, now);
  const root = join(temporaryDirectory(t), 'root.json');
  writeFileSync(root, mirror.root);
  const repo = await createRepo({ env: { TUF_MIRROR: mirror.url, TUF_ROOT_JSON: root } });
  try {
    const trust = (...args: string[]) => run(PROGRAM, ['trust', ...args], { cwd: repo.dir, env: repo.env });
    const accepted = await trust('update', '--format', 'json');
    assert.equal(accepted.status, 0, accepted.stderr);
    mirror.offer({ version: 3, lifetime: -60 });
    const refused = await trust('update');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^waxseal: what http.* offers is not accepted: .*expired/);
    assert.match(refused.stderr, /the last accepted root stays in use/);
    assert.match(refused.stdout, /^source {2}http.* through TUF, refreshed today /);
    const shown = await trust('show', '--format', 'json');
    assert.equal(JSON.parse(shown.stdout).digest, JSON.parse(accepted.stdout).digest);
  } finally {
    repo.remove();
  }
});

test('a root from a file cannot be updated, and the message says where to get a newer one', async () => {
  const repo = await createRepo({ env: { WAXSEAL_TRUSTED_ROOT: sandbox.trustedRootPath } });
  try {
    const ended = await run(PROGRAM, ['trust', 'update'], { cwd: repo.dir, env: repo.env });
    assert.equal(ended.status, 2);
    assert.match(
      ended.stderr,
      /nothing can be updated: the trusted root is the file .*\nhint: get a newer file/,
    );
    assert.equal((await run(PROGRAM, ['trust', 'show'], { cwd: repo.dir, env: repo.env })).status, 0);
    assert.equal((await run(PROGRAM, ['trust', 'burn'], { cwd: repo.dir, env: repo.env })).status, 2);
  } finally {
    repo.remove();
  }
});

test('a trusted root is shown like this', () => {
  const instance = new TestInstance();
  const root = {
    ...parseTrustedRoot(instance.trustJson),
    digest: '0f'.repeat(32),
    skipped: ['ctlogs[1]: a key nobody knows'],
  };
  const source = { kind: 'tuf', mirror: 'https://tuf.sigstore.test', refreshedAt: instance.start } as const;
  const logs = root.logs.map((log) => ({ ...log, logId: new Uint8Array(32).fill(7) }));
  const ctLogs = root.ctLogs.map((log) => ({
    ...log,
    logId: new Uint8Array(32).fill(8),
    validFor: { start: 0, end: 1 },
  }));
  const loaded = { root: { ...root, logs, ctLogs }, source, notes: [] };
  matchesGolden('signer/trust.txt', trustText(loaded, instance.start + 3 * 86_400));
  matchesGolden('signer/trust.json', `${JSON.stringify(trustJson(loaded, instance.start), undefined, 2)}\n`);
});
