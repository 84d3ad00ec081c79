import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
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

const DAY_S = 86_400;

type Place = GitRepo & { waxseal(...args: string[]): ReturnType<typeof run>; cache: string };

/** A repository set up with the sandbox's mirror and one signed commit. */
async function withPlace(use: (place: Place) => Promise<void>): Promise<void> {
  const repo = await createRepo({
    env: {
      SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: EMAIL }),
      WAXSEAL_AGENT: 'off',
      WAXSEAL_TRUST_REFRESH: 'true',
    },
  });
  try {
    await repo.git(['config', 'user.email', EMAIL]);
    const waxseal = (...args: string[]) => run(PROGRAM, args, { cwd: repo.dir, env: repo.env });
    const place = { ...repo, waxseal, cache: join(repo.home, '.cache', 'waxseal') };
    const done = await waxseal(
      'setup',
      '--instance',
      sandbox.urls.tuf,
      '--instance-root',
      sandbox.tufRootPath,
    );
    assert.equal(done.status, 0, done.stderr);
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'mine']);
    await use(place);
  } finally {
    sandbox.faults.clear();
    repo.remove();
  }
}

/** The file that contains the cached trusted root. */
function kept({ cache }: Place): string {
  const [name = ''] = readdirSync(join(cache, 'trust'));
  return join(cache, 'trust', name);
}

/** Makes the cached root look as if it was fetched `seconds` ago. */
function makeOld(place: Place, seconds: number): void {
  const path = kept(place);
  const state = JSON.parse(JSON.parse(readFileSync(path, 'utf8')).content);
  const content = JSON.stringify({ ...state, refreshedAt: Math.trunc(Date.now() / 1000) - seconds });
  const sha256 = createHash('sha256').update(content).digest('hex');
  writeFileSync(path, JSON.stringify({ sha256, content }));
}

const refreshedAt = (place: Place): number =>
  JSON.parse(JSON.parse(readFileSync(kept(place), 'utf8')).content).refreshedAt;

const askedOfMirror = () => sandbox.requests.filter(({ server }) => server === 'tuf').length;

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(done());
}

test('a root older than a day is fetched again after the command has ended, once a day', () =>
  withPlace(async (place) => {
    const from = askedOfMirror();
    assert.equal((await place.waxseal('verify')).status, 0);
    assert.equal(askedOfMirror(), from, 'a fresh root is left alone');
    makeOld(place, DAY_S + 60);
    assert.equal((await place.waxseal('verify')).status, 0);
    await until(() => refreshedAt(place) > Date.now() / 1000 - 3600);
    const fetched = askedOfMirror();
    assert.ok(fetched > from);
    makeOld(place, DAY_S + 60);
    assert.equal((await place.waxseal('verify')).status, 0);
    const marker = join(place.cache, 'trust-attempt');
    assert.ok(Date.now() / 1000 - statSync(marker).mtimeMs / 1000 < 3600);
    assert.equal(askedOfMirror(), fetched, 'the attempt of today was made');
    utimesSync(marker, 1, 1);
    await place.git(['commit', '-q', '--allow-empty', '-S', '-m', 'signing does so too']);
    await until(() => refreshedAt(place) > Date.now() / 1000 - 3600);
  }));

test('a mirror that hangs or lies delays neither a commit nor a verdict, and the root in use stays', () =>
  withPlace(async (place) => {
    for (const action of ['hang', 'garbage', 'reset'] as const) {
      sandbox.faults.clear();
      sandbox.faults.add({ server: 'tuf', action });
      makeOld(place, 30 * DAY_S);
      const old = refreshedAt(place);
      const from = askedOfMirror();
      await place.git(['commit', '-q', '--allow-empty', '-S', '-m', action]);
      assert.equal((await place.waxseal('verify')).status, 0, action);
      if (action !== 'hang') await until(() => askedOfMirror() > from);
      assert.equal(refreshedAt(place), old, action);
      utimesSync(join(place.cache, 'trust-attempt'), 1, 1);
    }
  }));
