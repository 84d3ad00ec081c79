import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSession } from '../../inspect/basis/session.js';
import { checkPolicyFile, policyFileAt } from '../../inspect/policy/check.js';
import { examineSetUp, SET_UP_CHECKS, type SetUp, type SetUpResult } from '../../inspect/set-up/index.js';
import { createRepo, type GitRepo } from '../support/git-repo.js';

let repo: GitRepo;
let program: string;
before(async () => {
  repo = await createRepo({ objectFormat: 'sha256' });
  program = join(repo.home, 'own-waxseal');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  await repo.git(['config', 'gpg.x509.program', program]);
});
after(() => repo.remove());

async function examined(more: Partial<SetUp> = {}): Promise<SetUpResult[]> {
  const place = { cwd: repo.dir, env: repo.env };
  const session = await openSession(place);
  return examineSetUp({ ...session, ...place, platform: 'linux', program, offline: true, now: 0, ...more });
}

test('the checks of a set-up are about the folder and the program that they are given', async () => {
  const found = await examined();
  const detail = (name: string) => found.find(({ check }) => check === name)?.detail;
  assert.match(detail('repository') ?? '', /^object format SHA-256/);
  assert.equal(detail('program'), program);
  assert.match(detail('policy') ?? '', new RegExp(`^${repo.home}`));
  const other = await examined({ program: '/elsewhere' });
  assert.match(other.find(({ check }) => check === 'program')?.detail ?? '', /is not the waxseal/);
});

test('what a check did not expect counts as not made, and the other checks have their results', async () => {
  const broken = async (): Promise<never> => {
    throw new TypeError('broken');
  };
  const session = await openSession({ cwd: repo.dir, env: repo.env });
  const setUp: SetUp = {
    ...session,
    env: repo.env,
    platform: 'linux',
    program,
    offline: true,
    now: 0,
  };
  const cache = SET_UP_CHECKS.slice(-2, -1);
  const found = await examineSetUp(setUp, [broken, ...cache]);
  assert.deepEqual(found[0], { check: 'doctor', outcome: 'not-made', detail: 'broken' });
  assert.equal(found[1]?.check, 'cache');
});

test('the policy of a work tree is found from below it, and read with its mistakes', async () => {
  const below = join(repo.dir, 'below');
  mkdirSync(below);
  assert.equal(await policyFileAt({ cwd: below, env: repo.env }), undefined);
  const file = join(repo.dir, '.waxseal.yaml');
  writeFileSync(file, 'rules: []\n');
  assert.equal(await policyFileAt({ cwd: below, env: repo.env }), file);
  const { name, usable, findings } = await checkPolicyFile(file, 0);
  assert.deepEqual([name, usable], [file, false]);
  assert.ok(findings.length > 0);
});

test('each file of the user’s own that everybody can write is named', async (t) => {
  if (process.platform === 'win32') return t.skip('Windows has no modes');
  const directory = join(repo.home, '.config', 'waxseal');
  mkdirSync(directory, { recursive: true });
  const found = async () => (await examined()).find(({ check }) => check === 'own-files')?.detail ?? '';
  for (const name of [
    ...['policy.yaml', 'committers.json', 'public-log.json', 'record-identity.json'],
    ...['trusted-repositories', 'node'],
  ]) {
    const file = join(directory, name);
    writeFileSync(file, '');
    assert.equal(await found(), '', name);
    chmodSync(file, 0o666);
    assert.ok((await found()).startsWith(`${file} can be changed by everybody: `), name);
    rmSync(file);
  }
});
