import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { createUserRepo, THIRD, USER, whyNoOtherUser } from '../support/another-user.js';
import { EMAIL, type WaxsealRepo } from '../support/waxseal.js';

const reason = whyNoOtherUser();
const SKIP = reason === undefined ? {} : { skip: reason };

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

function directory(path: string, mode: number, owner = USER): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  chownSync(path, owner, owner);
}

function mount(path: string, options: string): boolean {
  mkdirSync(path);
  const owner = `uid=${USER},gid=${USER},mode=700`;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `${owner},${options}`, 'tmpfs', path]).status === 0;
}

function filesIn(path: string): string {
  try {
    return readdirSync(path, { recursive: true }).join('\n');
  } catch {
    return ''; // no directory
  }
}

type State = readonly [make: (cache: string) => unknown, why: RegExp];

/** What is in the place of the user's cache directory, and what is said of it. */
const STATES: Readonly<Record<string, State>> = {
  'belongs to somebody else': [
    (cache) => directory(cache, 0o755, THIRD),
    /\/cache belongs to somebody else$/,
  ],
  'cannot be read': [
    (cache) => directory(cache, 0o000),
    /\/cache cannot be (?:written|looked at) \(permission denied, EACCES\)$/,
  ],
  'cannot be written': [
    (cache) => directory(cache, 0o500),
    /\/cache cannot be written \(permission denied, EACCES\)$/,
  ],
  'can be changed by everybody': [(cache) => directory(cache, 0o777), /\/cache can be changed by everybody$/],
  'is a file': [(cache) => writeFileSync(cache, ''), /\/cache is not a directory$/],
  'is a link to nothing': [
    (cache) => symlinkSync('/nonexistent/place', cache),
    /\/cache is a link to \/nonexistent\/place, which does not exist$/,
  ],
  'is on a full disk': [
    (cache) => {
      const made = mount(cache, 'size=16k');
      spawnSync('sh', ['-c', 'cat /dev/zero >"$0/fill"', cache]);
      return made;
    },
    /the disk of \S+\/cache(?:\/waxseal(?:\/trust)?)? is full$/,
  ],
  'is read-only': [
    (cache) => mount(cache, 'size=16k') && spawnSync('mount', ['-o', 'remount,ro', cache]).status === 0,
    /the file system of \S+\/cache is read-only$/,
  ],
};

async function withUserRepo(use: (repo: WaxsealRepo, place: string) => Promise<void>): Promise<void> {
  const repo = await createUserRepo({ stack: sandbox, token: sandbox.mintToken({ email: EMAIL }) });
  const place = join(repo.home, 'cache');
  try {
    await use(repo, place);
  } finally {
    spawnSync('umount', [place]);
    repo.remove();
  }
}

for (const [state, [make, why]] of Object.entries(STATES))
  test(
    `where the cache directory ${state}, commits are signed and verified, and doctor and trust update say what is wrong`,
    SKIP,
    async (t) => {
      await withUserRepo(async (repo, cache) => {
        if (make(cache) === false) return t.skip('nothing can be mounted here');
        const env = { XDG_CACHE_HOME: cache };
        await repo.git(['commit', '-q', '-S', '--allow-empty', '-m', 'one'], env);
        const verified = await repo.waxseal(['verify', '--any-signer', 'HEAD'], env);
        assert.equal(verified.status, 0, verified.stderr);
        assert.doesNotMatch(verified.stderr, /^ +at |internal error/m);
        const doctor = await repo.waxseal(['doctor', '--offline', '--format', 'json'], env);
        const all = JSON.parse(doctor.stdout).findings as { check: string; detail: string; fix: string }[];
        const found = all.find(({ check }) => check === 'cache');
        const said = (found?.detail ?? '').replace(
          /: everything is slower, and no trusted root is kept$/,
          '',
        );
        assert.match(said, why);
        assert.match(found?.fix ?? '', /set XDG_CACHE_HOME to a directory of your own$/);
        const status = await repo.waxseal(['status'], env);
        assert.match(status.stdout, /^agent {6}cannot be used: /m);
        const mirror = { TUF_MIRROR: sandbox.urls.tuf, TUF_ROOT_JSON: join(repo.home, 'root.json') };
        await repo.git(['config', '--global', '--unset', 'waxseal.trustedRoot']);
        spawnSync('cp', [sandbox.tufRootPath, mirror.TUF_ROOT_JSON]);
        chmodSync(mirror.TUF_ROOT_JSON, 0o644);
        const update = await repo.waxseal(['trust', 'update'], { ...env, ...mirror });
        assert.equal(update.status, 1, update.stdout);
        const [line = '', hint = ''] = update.stderr.split('\n');
        assert.match(line, /^waxseal: the trusted root cannot be kept: /);
        assert.match(line, why);
        assert.match(hint, /^hint: .*set XDG_CACHE_HOME to a directory of your own$/);
        assert.doesNotMatch(filesIn(cache), /\.tmp|\.json/, 'nothing half-written is left behind');
      });
    },
  );

for (const [state, change] of Object.entries({
  'can be changed by everybody': (config: string) => chmodSync(config, 0o777),
  'belongs to somebody else': (config: string) => chownSync(config, THIRD, THIRD),
}))
  test(`a list of trusted signers in a directory that ${state} is not believed`, SKIP, () =>
    withUserRepo(async (repo) => {
      const config = join(repo.home, '.config', 'waxseal');
      directory(join(repo.home, '.config'), 0o755);
      directory(config, 0o755);
      writeFileSync(
        join(config, 'policy.yaml'),
        `identities:\n  - subject: ${EMAIL}\n    issuer: ${sandbox.urls.oidc}\n`,
      );
      await repo.git(['commit', '-q', '-S', '--allow-empty', '-m', 'one'], { WAXSEAL_AGENT: 'off' });
      const before = await repo.waxseal(['verify', 'HEAD']);
      assert.equal(before.status, 0, before.stdout + before.stderr);
      change(config);
      const after = await repo.waxseal(['verify', 'HEAD']);
      assert.notEqual(after.status, 0);
      assert.match(
        after.stdout + after.stderr,
        /policy\.yaml is not believed: \S+\/\.config\/waxseal (?:can be changed by everybody|belongs to somebody else)/,
      );
      const doctor = await repo.waxseal(['doctor', '--offline']);
      assert.match(doctor.stdout, new RegExp(`^warn +own-files +\\S+/waxseal ${state}: `, 'm'));
    }),
  );
