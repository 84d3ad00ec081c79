import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, test } from 'node:test';
import { TestInstance } from '../../support/instance.js';
import { type MeasuredRun, measured } from '../../support/measured.js';
import { type Pushing, policyFor, pushing } from './server.js';

const [ALICE] = ['alice@example.test'];
const WHO = 'A <a@b.test> 1790001000 +0000';
const instance = new TestInstance();
let on: Pushing;
let tip: string;

beforeEach(async () => {
  on = await pushing(instance);
  const rules = '  - {name: src, paths: "src/**", signers: alice}\n  - {name: rest, signers: alice}\n';
  tip = await on.repo.commit('main', { files: policyFor(['alice'], rules), signer: ALICE });
  assert.equal((await on.push('main')).status, 0);
  const installed = await on.onServer('hook', 'install', 'pre-receive');
  assert.equal(installed.status, 0, installed.stderr);
});
afterEach(() => on.repo.remove());

function write(type: string, bytes: string | Uint8Array): string {
  const args = ['hash-object', '-w', '--stdin', '-t', type];
  const at = { cwd: on.repo.dir, env: on.repo.env, input: bytes, encoding: 'utf8' } as const;
  return execFileSync('git', args, at).trim();
}

function tree(entries: readonly (readonly [mode: string, name: string, id: string])[]): string {
  const parts = entries.flatMap(([mode, name, id]) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(id, 'hex'),
  ]);
  return write('tree', Buffer.concat(parts));
}

function commit(root: string, parents: readonly string[]): string {
  const lines = [`tree ${root}`, ...parents.map((id) => `parent ${id}`), `author ${WHO}`, `committer ${WHO}`];
  return write('commit', `${lines.join('\n')}\n\nx\n`);
}

const files = (count: number) => {
  const blob = write('blob', 'x');
  return tree(Array.from({ length: count }, (_, i) => ['100644', `file${String(i).padStart(6, '0')}`, blob]));
};

/** The time and memory that the server's hook needs while git pushes a commit to `main`. */
async function push(id: string): Promise<MeasuredRun> {
  const ended = await measured('git', ['push', 'origin', `${id}:refs/heads/main`], {
    cwd: on.repo.dir,
    env: on.repo.env,
  });
  assert.ok(ended.cpuSeconds < 12, `${ended.cpuSeconds} s`);
  assert.ok(ended.megabytes < 400, `${ended.megabytes} MB`);
  assert.notEqual(ended.status, 0);
  assert.equal(await on.there('main'), tip);
  return ended;
}

test('a push of a commit with 10,000 equal parents and 4,000 files is refused by name, in bounded time and memory', async () => {
  const root = tree([['40000', 'src', files(4000)]]);
  const { stderr } = await push(
    commit(
      root,
      Array.from({ length: 10_000 }, () => tip),
    ),
  );
  assert.match(stderr, /refs\/heads\/main is refused: 1 of 1 new object does not hold/);
  assert.match(stderr, /\[SIGNATURE_REQUIRED\]/);
  assert.match(stderr, /pre-receive hook declined/);
});

test('a push of a few trees that name each other is refused by name, in bounded time and memory', async () => {
  let deep = files(10);
  for (let level = 0; level < 10; level++)
    deep = tree(Array.from({ length: 10 }, (_, i) => ['40000', `d${i}`, deep]));
  const { stderr } = await push(commit(tree([['40000', 'src', deep]]), [tip]));
  assert.match(stderr, /refs\/heads\/main is refused: 1 of 1 new object does not hold/);
  assert.match(stderr, /\[POLICY_CANNOT_ANSWER\]/);
});
