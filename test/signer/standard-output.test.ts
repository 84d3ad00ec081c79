import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { run } from '../support/git-repo.js';
import { EMAIL, PROGRAM } from '../support/waxseal.js';
import { type AgentRepo, createAgentRepo } from './agent/agent-repo.js';

// What runs in our process before, between and after our own code.
const NOISE = `const { writeSync } = require('node:fs');
writeSync(1, 'noise before us');
setTimeout(() => console.log('noise beside us'), 1).unref();
process.on('exit', () => writeSync(1, 'noise after us'));
`;

let sandbox: Sandbox;
let repo: AgentRepo;
let noise: string;
/** A directory for PATH with everything but Perl. */
let withoutPerl: string;

before(async () => {
  sandbox = await startSandbox();
  repo = await createAgentRepo(sandbox, { token: sandbox.mintToken({ email: EMAIL }) });
  noise = join(repo.home, 'noise.cjs');
  writeFileSync(noise, NOISE);
  withoutPerl = join(repo.home, 'bin');
  mkdirSync(withoutPerl);
  for (const program of ['sh', 'git', 'node']) {
    const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(found, join(withoutPerl, program));
  }
});
after(async () => {
  await repo.end();
  await sandbox.stop();
});

const withNoise = () => ({ NODE_OPTIONS: `--require=${noise}` });

async function assertSound(message: string, env: Readonly<Record<string, string>>): Promise<void> {
  await repo.commit(message, { ...withNoise(), ...env });
  assert.doesNotMatch(await repo.git(['cat-file', 'commit', 'HEAD']), /noise/);
  const { status, stdout, stderr } = await repo.waxseal(['verify', '--any-signer', 'HEAD']);
  assert.equal(status, 0, stdout + stderr);
  assert.equal(await repo.git(['log', '-1', '--format=%G?']), 'U');
}

test('what a NODE_OPTIONS preload writes to standard output is no part of a signature made here', () =>
  assertSound('here', { WAXSEAL_AGENT: 'off' }));

test('what a NODE_OPTIONS preload writes to standard output is no part of a signature made by the agent', async () => {
  await assertSound('agent starts', {});
  await assertSound('agent', {});
  await assertSound('agent, without Perl', { PATH: withoutPerl });
});

test('what a NODE_OPTIONS preload writes to standard output is no part of the status of a verdict', async () => {
  await repo.commit('to verify');
  const env = { ...withNoise(), GIT_TRACE: '' };
  const raw = await repo.try(['verify-commit', '--raw', 'HEAD'], env);
  assert.equal(raw.status, 0, raw.stderr);
  assert.match(raw.stderr, /^\[GNUPG:\] NEWSIG$/m);
  assert.doesNotMatch(raw.stderr.replace(/^(?!\[GNUPG:\]).*$/gm, ''), /noise/);
});

test('where standard output cannot be kept apart, a preload means no signature instead of a broken one', async () => {
  const env = { ...repo.env, ...withNoise() };
  const payload = await repo.git(['cat-file', 'commit', 'HEAD~1']);
  const sign = [PROGRAM, '--status-fd=2', '-bsau', 'KEY'];
  const ended = await run(process.execPath, sign, { cwd: repo.dir, env, input: payload });
  assert.equal(ended.status, 2);
  assert.doesNotMatch(ended.stdout, /BEGIN/);
  assert.doesNotMatch(ended.stderr, /SIG_CREATED/);
  assert.match(ended.stderr, /^waxseal: .*NODE_OPTIONS.*\nhint: /m);
  const without = await run(process.execPath, sign, { cwd: repo.dir, env: repo.env, input: payload });
  assert.equal(without.status, 0, without.stderr);
});
