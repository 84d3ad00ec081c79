import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { createUserRepo, runAsUser, THIRD, USER, whyNoOtherUser } from '../../support/another-user.js';
import { EMAIL, PROGRAM, type WaxsealRepo } from '../../support/waxseal.js';
import { agentsOf, until } from './agent-repo.js';

const reason = whyNoOtherUser();
const SKIP = reason === undefined ? {} : { skip: reason };
const SKIP_MOUNT =
  reason === undefined && !mounted('/tmp', 'size=16k', true) ? { skip: 'nothing can be mounted here' } : SKIP;

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

/** Mounts a file system of the user's; `only`: tries it in a place that only this process sees. */
function mounted(path: string, options: string, only = false): boolean {
  const args = ['-t', 'tmpfs', '-o', `uid=${USER},gid=${USER},mode=700,${options}`, 'tmpfs', path];
  const [program, ...rest] = only ? ['unshare', '-m', 'mount', ...args] : ['mount', ...args];
  return spawnSync(program ?? '', rest).status === 0;
}

function directory(path: string, mode: number, owner = USER): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  chownSync(path, owner, owner);
}

/** A directory of the user's own, with one for sockets in it. */
function withOwn(run: string, mode: number): void {
  directory(run, 0o700);
  directory(join(run, 'waxseal'), mode);
}

function fileSystem(run: string, options: string): void {
  mkdirSync(run);
  assert.ok(mounted(run, options));
}

function fill(run: string): void {
  spawnSync('sh', ['-c', 'cat /dev/zero >"$0/fill"', run]);
}

function readOnly(run: string): void {
  assert.equal(spawnSync('mount', ['-o', 'remount,ro', run]).status, 0);
}

type State = readonly [make: (run: string) => void, why: RegExp];

/** What XDG_RUNTIME_DIR names, and what is said of it. */
const STATES: Readonly<Record<string, State>> = {
  'is closed and of root, as after su': [
    (run) => directory(run, 0o700, 0),
    /\/run belongs to somebody else$/,
  ],
  'is of root': [(run) => directory(run, 0o755, 0), /\/run belongs to somebody else$/],
  'is of a third user': [(run) => directory(run, 0o755, THIRD), /\/run belongs to somebody else$/],
  'can be changed by everybody': [(run) => directory(run, 0o777), /\/run can be changed by everybody$/],
  'is a file': [(run) => writeFileSync(run, ''), /\/run is not a directory$/],
  'is missing, and only root could make it': [
    (run) => directory(dirname(run), 0o755, 0),
    /\/top\/run does not exist, and \S+\/top belongs to somebody else$/,
  ],
  'is a link to nothing': [
    (run) => symlinkSync('/nonexistent/place', run),
    /\/run is a link to \/nonexistent\/place, which does not exist$/,
  ],
  'is a link to itself': [(run) => symlinkSync(run, run), /\/run is a link that leads back to itself$/],
  'cannot be written': [
    (run) => directory(run, 0o500),
    /\/run cannot be written \(permission denied, EACCES\)$/,
  ],
  'cannot be entered': [
    (run) => directory(run, 0o600),
    /\/run cannot be written \(permission denied, EACCES\)$/,
  ],
  'has a directory for the agent that cannot be written': [
    (run) => withOwn(run, 0o500),
    /\/run\/waxseal cannot be written \(permission denied, EACCES\)$/,
  ],
  'has a directory for the agent that cannot be entered': [
    (run) => withOwn(run, 0o600),
    /\/run\/waxseal cannot be written \(permission denied, EACCES\)$/,
  ],
  'has a directory for the agent that everybody can enter, as under umask 000': [
    (run) => withOwn(run, 0o777),
    /\/run\/waxseal can be entered by others$/,
  ],
  'has a file in place of that directory': [
    (run) => {
      directory(run, 0o700);
      writeFileSync(join(run, 'waxseal'), '');
    },
    /\/run\/waxseal is not a directory$/,
  ],
  'has a link to nothing in place of that directory': [
    (run) => {
      directory(run, 0o700);
      symlinkSync('/nonexistent/place', join(run, 'waxseal'));
    },
    /\/run\/waxseal is not a directory$/,
  ],
};

const MOUNTED: Readonly<Record<string, State>> = {
  'is on a full disk': [
    (run) => {
      fileSystem(run, 'size=16k');
      directory(join(run, 'waxseal'), 0o700);
      fill(run);
    },
    /the disk of \S+\/run\/waxseal is full$/,
  ],
  'is on a disk without room for another file': [
    (run) => fileSystem(run, 'nr_inodes=1'),
    /\/run\/waxseal does not exist, and the disk of \S+\/run is full$/,
  ],
  'is on a read-only file system': [
    (run) => {
      fileSystem(run, 'size=16k');
      readOnly(run);
    },
    /\/run\/waxseal does not exist, and the file system of \S+\/run is read-only$/,
  ],
  'is on a read-only file system, and has a directory for the agent': [
    (run) => {
      fileSystem(run, 'size=16k');
      directory(join(run, 'waxseal'), 0o700);
      readOnly(run);
    },
    /the file system of \S+\/run\/waxseal is read-only$/,
  ],
};

async function withUserRepo(use: (repo: WaxsealRepo, run: string) => Promise<void>): Promise<void> {
  const repo = await createUserRepo({ stack: sandbox, token: sandbox.mintToken({ email: EMAIL }) });
  const run = join(repo.home, 'top', 'run');
  directory(dirname(run), 0o755);
  try {
    await use(repo, run);
  } finally {
    await repo.waxseal(['logout'], { XDG_RUNTIME_DIR: run });
    await until(() => agentsOf(repo.home).length === 0);
    spawnSync('umount', [run]);
    repo.remove();
  }
}

const COMMIT = Buffer.from(
  `tree ${'0'.repeat(40)}\nauthor W <w@x> 1 +0000\ncommitter W <w@x> 1 +0000\n\nx\n`,
);

function entries(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true }).map(String).sort();
  } catch {
    return [];
  }
}

for (const [state, [make, why]] of Object.entries({ ...STATES, ...MOUNTED }))
  test(
    `where the directory for sockets ${state}, a signature is made without an agent, and the reason is said once and by status and doctor`,
    state in MOUNTED ? SKIP_MOUNT : SKIP,
    async () => {
      await withUserRepo(async (repo, run) => {
        make(run);
        const before = entries(run);
        const env = { XDG_RUNTIME_DIR: run };
        const signed = await repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], env, COMMIT);
        assert.equal(signed.status, 0, signed.stderr);
        assert.match(
          signed.stdout,
          /^-----BEGIN SIGNED MESSAGE-----\n[\s\S]*\n-----END SIGNED MESSAGE-----\n$/,
        );
        const said = signed.stderr.split('\n').filter((line) => line.includes('without an agent'));
        assert.equal(said.length, 1, signed.stderr);
        assert.match(said[0] ?? '', /^waxseal: signing without an agent: /);
        assert.match(said[0] ?? '', why);
        assert.match(signed.stderr, /^hint: .*set XDG_RUNTIME_DIR to a directory of your own/m);
        assert.doesNotMatch(signed.stderr, /^ +at |internal error/m);
        assert.deepEqual(entries(run), before, 'nothing is left behind');

        const status = await repo.waxseal(['status', '--format', 'json'], env);
        assert.equal(status.status, 0, status.stderr);
        const { agent } = JSON.parse(status.stdout);
        assert.equal(agent.state, 'unusable');
        assert.match(agent.why, why);
        assert.match(agent.hint, /set XDG_RUNTIME_DIR/);
        const text = (await repo.waxseal(['status'], env)).stdout;
        const [, line = ''] =
          /^agent {6}cannot be used: (.*); every signature signs in by itself$/m.exec(text) ?? [];
        assert.match(line, why);
        const doctor = await repo.waxseal(['doctor', '--offline', '--format', 'json'], env);
        assert.equal(doctor.status, 1);
        const found = JSON.parse(doctor.stdout).findings.find(
          ({ check }: { check: string }) => check === 'agent',
        );
        assert.equal(found.outcome, 'fail');
        assert.match(found.detail, why);
        assert.match(found.fix, /set XDG_RUNTIME_DIR/);
      });
    },
  );

test('in a directory of another user, git commits with a signature that verifies', SKIP, () =>
  withUserRepo(async (repo, run) => {
    directory(run, 0o700, 0);
    await repo.git(['commit', '-q', '-S', '--allow-empty', '-m', 'one'], { XDG_RUNTIME_DIR: run });
    const verified = await repo.waxseal(['verify', '--any-signer', 'HEAD'], { XDG_RUNTIME_DIR: run });
    assert.equal(verified.status, 0, verified.stderr);
    assert.deepEqual(agentsOf(repo.home), []);
  }),
);

test(
  'logout says that it cannot tell whether somebody is signed in, where the directory is another user’s',
  SKIP,
  () =>
    withUserRepo(async (repo, run) => {
      directory(run, 0o700, 0);
      const { status, stdout, stderr } = await repo.waxseal(['logout'], { XDG_RUNTIME_DIR: run });
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(
        stderr,
        /^waxseal: it cannot be told whether you are signed in: \S+\/run belongs to somebody else\n/,
      );
    }),
);

test('an agent in a directory whose names cannot be listed is ended by logout', SKIP, () =>
  withUserRepo(async (repo, run) => {
    withOwn(run, 0o700);
    await repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], { XDG_RUNTIME_DIR: run }, COMMIT);
    chmodSync(join(run, 'waxseal'), 0o300);
    assert.equal(agentsOf(repo.home).length, 1);
    const { stdout } = await repo.waxseal(['logout'], { XDG_RUNTIME_DIR: run });
    assert.match(stdout, /^signed out/);
  }),
);

for (const [name, plant] of Object.entries({
  'a directory': (lock: string) => directory(lock, 0o700),
  'a link to nothing': (lock: string) => symlinkSync('/nonexistent/place', lock),
}))
  test(`${name} in place of the lock is named at once, and a signature is made without an agent`, SKIP, () =>
    withUserRepo(async (repo, run) => {
      withOwn(run, 0o700);
      const env = { XDG_RUNTIME_DIR: run };
      const { agent } = JSON.parse((await repo.waxseal(['status', '--format', 'json'], env)).stdout);
      plant(agent.socket.replace(/sock$/, 'lock'));
      const since = performance.now();
      const signed = await repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], env, COMMIT);
      assert.ok(performance.now() - since < 15_000, 'it does not wait for a holder');
      assert.equal(signed.status, 0, signed.stderr);
      assert.match(signed.stderr, /^waxseal: signing without an agent: \S+\.lock is not a file$/m);
    }),
  );

for (const umask of ['000', '0777'])
  test(`every directory that is made for the agent is the user’s alone under umask ${umask}`, SKIP, () =>
    withUserRepo(async (repo, run) => {
      const below = join(run, 'missing', 'too');
      directory(run, 0o700);
      const program = join(repo.home, 'sign');
      writeFileSync(program, `#!/bin/sh\numask ${umask}\nexec "$@"\n`, { mode: 0o755 });
      const signed = await runAsUser(program, [PROGRAM, '--status-fd=2', '-bsau', 'KEY'], {
        cwd: repo.dir,
        env: { ...repo.env, XDG_RUNTIME_DIR: below },
        input: COMMIT,
      });
      assert.equal(signed.status, 0, signed.stderr);
      for (const made of [join(run, 'missing'), below, join(below, 'waxseal')])
        assert.equal(statSync(made).mode & 0o7777, 0o700, made);
      assert.equal(agentsOf(repo.home).length, 1);
      await repo.waxseal(['logout'], { XDG_RUNTIME_DIR: below });
    }),
  );
