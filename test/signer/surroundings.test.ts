import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { COMMITTER } from '../support/git-repo.js';
import { createWaxsealRepo, EMAIL, PROGRAM, type WaxsealRepo } from '../support/waxseal.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

async function withRepo(token: string | undefined, use: (repo: WaxsealRepo) => Promise<void>): Promise<void> {
  const env = { WAXSEAL_AGENT: 'off' };
  const repo = await createWaxsealRepo({ stack: { env: sandbox.env }, ...(token && { token }), env });
  try {
    await use(repo);
  } finally {
    repo.remove();
  }
}

/** Runs a program in its own session, which has no terminal (setsid(2)). Standard input is closed after `input`. */
function detached(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; input?: string },
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const { cwd, env, input } = options;
    const child = spawn(program, args, { cwd, env, detached: true });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output.stderr += text;
    });
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...output }));
    child.stdin.end(input);
  });
}

const SIGN = ['--status-fd=2', '-bsau', 'KEY'];
const payload = (email: string) =>
  `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@b.test> 1800000000 +0000\ncommitter A <${email}> 1800000000 +0000\n\nx\n`;

test('git without any terminal does not hang, and the command to run is named', () =>
  withRepo(undefined, async (repo) => {
    const from = sandbox.requests.length;
    const direct = await detached(PROGRAM, SIGN, { cwd: repo.dir, env: repo.env, input: payload(EMAIL) });
    assert.equal(direct.status, 1);
    assert.equal(direct.stdout, '');
    assert.match(direct.stderr, /neither a terminal nor a display\nhint: run: waxseal login/);
    const script = 'git commit -q --allow-empty -S -m nobody 0<&- 2>&1 | cat';
    for (const env of [repo.env, { ...repo.env, GIT_TERMINAL_PROMPT: '0', WAXSEAL_AGENT: 'on' }]) {
      const ended = await detached('sh', ['-c', script], { cwd: repo.dir, env });
      assert.match(ended.stdout, /gpg failed to sign the data/);
    }
    assert.equal((await repo.try(['rev-parse', 'HEAD'])).status, 128, 'no commit was made');
    assert.equal(sandbox.requests.length, from, 'nobody was asked');
  }));

// Simulates a machine whose clock is wrong: node reads the time here.
const CLOCK = `
const offset = Number(process.env.TEST_CLOCK_OFFSET) * 1000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) {
    super(...(args.length === 0 ? [Real.now() + offset] : args));
  }
  static now() {
    return Real.now() + offset;
  }
};
`;

test('a clock that is wrong by 26 hours is reported when signing, and does not matter when verifying', () =>
  withRepo(sandbox.mintToken({ email: EMAIL }), async (repo) => {
    const file = join(repo.home, 'clock.mjs');
    writeFileSync(file, CLOCK);
    const off = (hours: number) => ({
      ...repo.env,
      NODE_OPTIONS: `--import=${pathToFileURL(file)}`,
      TEST_CLOCK_OFFSET: String(hours * 3600),
    });
    const sign = (hours: number) =>
      detached(PROGRAM, SIGN, { cwd: repo.dir, env: off(hours), input: payload(EMAIL) });
    const behind = await sign(-26);
    assert.equal(behind.status, 0, behind.stderr);
    assert.match(behind.stderr, /clock is 26 h behind by Fulcio's/);
    const ahead = await sign(26);
    assert.equal(ahead.status, 1);
    assert.match(ahead.stderr, /clock is 26 h ahead.*\nhint: set the clock/);
    const right = await sign(0);
    assert.doesNotMatch(right.stderr, /clock/);
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'behind'], off(-26));
    for (const hours of [-26, 0, 26]) {
      const ended = await repo.waxseal(['verify', '--any-signer'], off(hours) as Record<string, string>);
      assert.equal(ended.status, 0, `${hours} h: ${ended.stdout}${ended.stderr}`);
    }
  }));

test('an identity that is not the committer’s is refused before it is sent to anybody', () =>
  withRepo(sandbox.mintToken({ email: 'other@example.test' }), async (repo) => {
    await repo.git(['config', 'waxseal.matchCommitter', 'true']);
    const from = sandbox.requests.length;
    const refused = await repo.try(['commit', '-q', '--allow-empty', '-S', '-m', 'x']);
    assert.notEqual(refused.status, 0);
    assert.deepEqual(sandbox.requests.slice(from), []);
    assert.equal((await repo.try(['rev-parse', 'HEAD'])).status, 128);
    const as = { GIT_COMMITTER_EMAIL: 'other@example.test' };
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'x'], as);
  }));

test('without matchCommitter, one line says once that signer and committer differ', () =>
  withRepo(sandbox.mintToken({ email: 'other@example.test' }), async (repo) => {
    const sign = async (committer: string) => {
      const ended = await detached(PROGRAM, SIGN, {
        cwd: repo.dir,
        env: repo.env,
        input: payload(committer),
      });
      assert.equal(ended.status, 0, ended.stderr);
      return ended.stderr.split('\n').filter((line) => line.includes('but the committer is'));
    };
    assert.equal((await sign(COMMITTER.email)).length, 1);
    assert.deepEqual(await sign(COMMITTER.email), []);
    assert.equal((await sign('third@example.test')).length, 1);
    assert.deepEqual(await sign('other@example.test'), []);
  }));
