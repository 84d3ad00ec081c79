import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { run } from '../../support/git-repo.js';
import { historyRepo } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { measured } from '../../support/measured.js';
import { PROGRAM } from '../../support/waxseal.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const good = repo.commit('good', { sign: {} });
const bad = repo.commit('bad', { parents: [good] });
repo.git('update-ref', 'refs/heads/main', bad);
repo.git('tag', '-a', '-m', 'x', 'v1', good);
const tree = repo.git('rev-parse', 'main^{tree}');

function verify(input: string, ...args: string[]) {
  return run(PROGRAM, ['verify', '--any-signer', '--stdin', ...args], {
    cwd: repo.dir,
    env: repo.env,
    input,
  });
}

async function said(input: string): Promise<string[]> {
  const { stdout, stderr } = await verify(input, '--format', 'json');
  assert.equal(stderr, '');
  return JSON.parse(stdout).objects.map(
    ({ name, outcome, object }: { name: string; outcome: string; object: { id: string } }) =>
      `${outcome} ${name === object.id ? 'id' : name}`,
  );
}

test('--stdin reads ids and names as git prints them, one on each line, and answers in their order', async () => {
  assert.deepEqual(await said(`${bad}\n${good}\nrefs/tags/v1\nmain\n\n${good}`), [
    'unsigned id',
    'valid id',
    'unsigned refs/tags/v1',
    'unsigned main',
    'valid id',
  ]);
  const listed = await verify(`${repo.git('rev-list', '--all')}\n`);
  assert.match(listed.stdout, /2 objects: 1 valid, 1 unsigned/);
});

test('--stdin reads lines that end as on Windows, and abbreviated ids', async () => {
  const lines = [`\ufeff${good}`, bad.slice(0, 12), '', 'refs/tags/v1', good.slice(0, 12)];
  assert.deepEqual(await said(lines.join('\r\n')), [
    'valid id',
    `unsigned ${bad.slice(0, 12)}`,
    'unsigned refs/tags/v1',
    `valid ${good.slice(0, 12)}`,
  ]);
  assert.deepEqual(await said(`${bad}\r\n`), ['unsigned id']);
});

test('an id on --stdin that is missing, or is no commit or tag, fails by itself and hides none after it', async () => {
  const { status, stdout } = await verify(`${'1'.repeat(40)}\n${tree}\n${good}\n`);
  assert.equal(status, 1);
  assert.match(stdout, /the object is not in this repository/);
  assert.match(stdout, /it is a tree, which no signature can be on/);
  assert.match(stdout, /3 objects: 1 valid, 2 incomplete/);
});

test('a name on --stdin that is unknown, ambiguous or a range gives no answer', async () => {
  repo.git('update-ref', 'refs/tags/main', good);
  for (const [line, why] of [
    ['main', /could be several things/],
    ['nothing', /there is no object nothing/],
    [`${good}..${bad}`, /names no single object/],
    ['--all', /is not a revision/],
  ] as const) {
    const { status, stderr } = await verify(`${good}\n${line}\n`);
    assert.equal(status, 2, line);
    assert.match(stderr, why);
  }
  repo.git('update-ref', '-d', 'refs/tags/main');
});

test('--stdin cannot be combined with other selections, and empty input gives an empty answer', async () => {
  for (const args of [['main'], ['--all'], ['--since', '1 week ago'], ['--max-count', '2']])
    assert.equal((await verify(`${good}\n`, ...args)).status, 2, args.join(' '));
  assert.equal((await verify('')).status, 0);
  assert.equal((await verify('', '--require-some')).status, 2);
});

test('100,000 ids are one run, in bounded time and memory', { timeout: 300_000 }, async () => {
  const { status, stderr, cpuSeconds, megabytes } = await measured(
    PROGRAM,
    ['verify', '--any-signer', '--stdin', '--quiet'],
    {
      cwd: repo.dir,
      env: { ...repo.env, WAXSEAL_NODE_OPTIONS: '', NODE_OPTIONS: '--max-old-space-size=96' },
      input: `${good}\n`.repeat(100_000),
    },
  );
  assert.equal(status, 0, stderr);
  assert.ok(cpuSeconds < 90, `${cpuSeconds} s`);
  assert.ok(megabytes < 300, `${megabytes} MB`);
});

const FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown', 'html'];

test('if the reader is gone, every command ends silently, with the status of SIGPIPE', async () => {
  const policy = join(repo.root, 'policy.yaml');
  writeFileSync(policy, 'signers: {a: {issuer: i, subject: a}}\nrules: [{signers: a}]\n');
  const bundle = join(repo.root, 'bundle.json');
  writeFileSync(bundle, (await repo.waxseal(['show', good, '--format', 'bundle'])).stdout);
  const artifact = join(repo.root, 'artifact');
  writeFileSync(artifact, 'x');
  for (const args of [
    ...FORMATS.map((format) => ['verify', '--any-signer', '--all', '--format', format]),
    ...FORMATS.map((format) => ['verify-blob', artifact, '--bundle', bundle, '--format', format]),
    ['show', 'main'],
    ['show', good, '--format', 'html'],
    ['show', good, '--format', 'bundle'],
    ['help', 'verify'],
    ['--version'],
    ['completion', 'bash'],
    ['status', '--format', 'json'],
    ['trust', 'show'],
    ['doctor', '--offline'],
    ['doctor', '--offline', '--format', 'html'],
    ['policy', 'init'],
    ['policy', 'check', policy],
    ['policy', 'explain', '--policy', policy, 'main'],
    ['policy', 'explain', '--policy', policy, 'main', '--format', 'json'],
  ]) {
    const child = spawn(PROGRAM, args, { cwd: repo.dir, env: repo.env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [status] = await once(child, 'close');
    assert.deepEqual([said, status], ['', 141], args.join(' '));
  }
});
