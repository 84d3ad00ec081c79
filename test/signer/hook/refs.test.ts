import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { type Pushing, policyFor, pushing } from './server.js';

const [ALICE, EVE] = ['alice@example.test', 'eve@example.test'];
const instance = new TestInstance();
let on: Pushing;

beforeEach(async () => {
  on = await pushing(instance);
});
afterEach(() => on.repo.remove());

const onServer = (...args: string[]) => on.repo.git(['-C', on.server, ...args]);

/**
 * The server has the hook and a `main` with two policies, one after the other: alice and eve, then alice alone. Returns the
 * commit of the first.
 */
async function serve(kind = 'pre-receive', rules?: string): Promise<string> {
  const loose = await on.repo.commit('main', { files: policyFor(['alice', 'eve']), signer: ALICE });
  await on.repo.commit('main', { files: policyFor(['alice', 'eve'], rules), signer: ALICE });
  if (rules === undefined) await on.repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
  assert.equal((await on.push('main')).status, 0);
  await onServer('config', 'receive.denyDeleteCurrent', 'ignore');
  const installed = await on.onServer('hook', 'install', kind);
  assert.equal(installed.status, 0, installed.stderr);
  return loose;
}

async function refused(reason: RegExp, ...args: string[]): Promise<void> {
  const ended = await on.push(...args);
  assert.notEqual(ended.status, 0, `${args.join(' ')} passed`);
  assert.match(ended.stderr, reason);
}

async function accepted(...args: string[]): Promise<void> {
  const ended = await on.push(...args);
  assert.equal(ended.status, 0, ended.stderr);
}

const OLDER = /is refused: .*could bring back an older policy/;

for (const kind of ['pre-receive', 'update'])
  test(`${kind}: a symbolic ref does not bypass the rules of the branch behind it`, async () => {
    const only = '  - {name: m, branches: main, signers: alice}\n  - {name: rest, signers: [alice, eve]}\n';
    const loose = await serve(kind, only);
    await onServer('symbolic-ref', 'refs/heads/master', 'refs/heads/main');
    const tip = await on.there('main');
    await refused(OLDER, '--force', `${loose}:refs/heads/master`);
    await refused(OLDER, ':master');
    await on.repo.commit('topic', { parents: [tip], files: { a: '1' }, signer: EVE });
    await accepted('topic:refs/heads/other');
    await refused(/master is refused: 1 of 1 new object does not hold/, 'topic:master');
    assert.equal(await on.there('main'), tip);
    await on.repo.commit('good', { parents: [tip], files: { a: '1' }, signer: ALICE });
    await accepted('good:master');
    assert.notEqual(await on.there('main'), tip);
  });

for (const ref of ['refs/policies/main', 'refs/heads/policy', 'refs/heads/alias'])
  test(`${ref}, whose policy counts, cannot be rewound or deleted, and HEAD’s branch can`, async () => {
    const loose = await serve();
    const tip = await on.there('main');
    const behind = ref === 'refs/heads/alias' ? 'refs/heads/behind' : ref;
    await onServer('update-ref', behind, tip);
    if (behind !== ref) await onServer('symbolic-ref', ref, behind);
    await on.repo.git(['config', '--global', 'waxseal.policyBranch', ref]);
    await refused(OLDER, '--force', `${loose}:${behind}`);
    await refused(OLDER, `:${behind}`);
    assert.equal(await on.there(behind), tip);
    await accepted('--force', `${loose}:refs/heads/main`);
    await accepted(':main');
    assert.equal(await on.there('main'), '');
  });

test('when HEAD’s branch is gone, no policy counts, and only signers who are trusted on the server may push', async () => {
  await serve();
  await onServer('update-ref', '-d', 'refs/heads/main');
  await refused(/main is refused: 3 of 3 new objects do not hold/, 'main');
});

test('other refs follow the rules of the default branch, and they can be deleted', async () => {
  await serve();
  const tip = await on.there('main');
  await on.repo.commit('notes', { parents: [], files: { a: '1' } });
  await on.repo.commit('signed', { parents: [tip], files: { a: '1' }, signer: ALICE });
  await on.repo.commit('eve', { parents: [tip], files: { a: '1' }, signer: EVE });
  for (const ref of ['refs/notes/commits', 'refs/pull/1/head', 'refs/remotes/x/main']) {
    await refused(/SIGNATURE_REQUIRED/, `notes:${ref}`);
    await refused(/SIGNER_NOT_ALLOWED/, `eve:${ref}`);
    await accepted(`signed:${ref}`);
    await accepted(`:${ref}`);
    assert.equal(await on.there(ref), '');
  }
  await refused(/SIGNER_NOT_ALLOWED/, `${await on.repo.tag('v1', tip, EVE)}:refs/other/v1`);
  await accepted(`${await on.repo.git(['rev-parse', `${tip}:.waxseal.yaml`])}:refs/other/blob`);
});

test('a tag may be moved to one that holds, not to another, and can be deleted', async () => {
  await serve();
  const tip = await on.there('main');
  const first = await on.repo.tag('v1', tip, ALICE);
  await accepted('refs/tags/v1');
  await on.repo.tag('v1', tip, EVE);
  await refused(/refs\/tags\/v1 is refused: 1 of 1 new object/, '--force', 'refs/tags/v1');
  await refused(/lightweight tag/, '--force', `${tip}:refs/tags/v1`);
  assert.equal(await on.there('refs/tags/v1'), first);
  const next = await on.repo.commit('main', { files: { a: '1' }, signer: ALICE });
  const second = await on.repo.tag('v1', next, ALICE);
  await accepted('--force', 'refs/tags/v1');
  assert.equal(await on.there('refs/tags/v1'), second);
  await accepted(':refs/tags/v1');
  assert.equal(await on.there('refs/tags/v1'), '');
});

test('a chain of tags is verified to its end, however long it is', async () => {
  await serve();
  const tip = await on.there('main');
  const chain = async (signerOf: (i: number) => string) => {
    let id = tip;
    for (let i = 0; i < 40; i++)
      id = await on.repo.tag(`v${i}`, id, signerOf(i), `v${i}`, i === 0 ? 'commit' : 'tag');
  };
  await chain((i) => (i === 1 ? EVE : ALICE));
  await refused(/refs\/tags\/v39 is refused: 1 of 40 new objects do not hold/, 'refs/tags/v39');
  await chain(() => ALICE);
  await accepted('refs/tags/v39');
});

test('a push that changes nothing passes silently', async () => {
  await serve();
  for (const [kind, ...rest] of [['pre-receive'], ['pre-push', '--', 'origin', on.server]]) {
    const at = { cwd: kind === 'pre-push' ? on.repo.dir : on.server, env: on.repo.env, input: '' };
    const { status, stdout, stderr } = await run(PROGRAM, ['hook', 'run', kind ?? '', ...rest], at);
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
  }
  assert.equal((await on.repo.waxseal('hook', 'install', 'pre-push')).status, 0);
  const again = await on.push('main');
  assert.deepEqual([again.status, /waxseal/.test(again.stderr)], [0, false], again.stderr);
});

test('if a walk finds nothing and the commit is unknown, there is no answer', async () => {
  await serve();
  const tip = await on.there('main');
  const id = await on.repo.commit('topic', { parents: [tip], files: { a: '1' } });
  // A git whose walks end at once, with success.
  const bin = join(on.repo.home, 'bin');
  mkdirSync(bin);
  const git = (await run('sh', ['-c', 'command -v git'], { cwd: on.server, env: on.repo.env })).stdout.trim();
  const script = `#!/bin/sh\nfor word do [ "$word" = rev-list ] && exit 0; done\nexec ${git} "$@"\n`;
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  const env = { ...on.repo.env, PATH: `${bin}:${on.repo.env['PATH']}` };
  const zero = '0'.repeat(40);
  const hook = (value: string) =>
    run(PROGRAM, ['hook', 'run', 'pre-receive'], {
      cwd: on.repo.dir,
      env,
      input: `${zero} ${value} refs/heads/new\n`,
    });
  await on.repo.git(['update-ref', '-d', 'refs/heads/topic']);
  const unknown = await hook(id);
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /^waxseal: git excludes commit [0-9a-f]{40}, which is not an ancestor of/);
  const known = await hook(tip);
  assert.deepEqual([known.status, known.stderr], [0, '']);
});
