import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { commands, extensions, Uri } from 'vscode';
import type { GitExtension } from '../../../extension/signatures/git/api.js';
import { COMMANDS } from '../../../extension/signatures/ids.js';
import { keyOf, type RepositoryState } from '../../../extension/signatures/state/state.js';
import type { PlacesFacts } from '../support/places.js';
import { extension, stateText } from './extension.js';
import { hostTest, until } from './registry.js';

const facts: PlacesFacts = JSON.parse(readFileSync(process.env['WAXSEAL_HOST_FACTS'] ?? '', 'utf8'));

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: join(facts.root, folder), stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim();
}

function headBrief({ basis, verdicts }: RepositoryState) {
  return basis?.head === undefined ? undefined : verdicts.get(keyOf({ id: basis.head, name: basis.head }));
}

/** Waits for a repository until it is in the expected state. */
async function place(
  folder: string,
  what: string,
  isSo: (state: RepositoryState) => boolean,
): Promise<RepositoryState> {
  const { store } = await extension();
  const find = () => store.repositories.find(({ root }) => root === join(facts.root, folder));
  return until(
    () => `${folder}: ${what}; the state is ${stateText(store)}`,
    () => {
      const found = find();
      return found && isSo(found) && found;
    },
    60,
  );
}

/** Writes a file of the user's repeatedly until the editor has noticed it: it may not watch the file yet. */
async function written(path: string, text: string, what: string, isSo: (state: RepositoryState) => boolean) {
  const write = () => writeFileSync(path, text);
  write();
  const again = setInterval(write, 3000);
  try {
    return await place('work', what, isSo);
  } finally {
    clearInterval(again);
  }
}

const isOutcome = (outcome: string) => (state: RepositoryState) =>
  state.phase === 'ready' && headBrief(state)?.outcome === outcome;

hostTest(
  'every repository of a workspace is found: nested ones, submodules, linked work trees, bare ones',
  async () => {
    await commands.executeCommand(COMMANDS.showSignatures);
    for (const folder of ['work', 'shallow', 'linked', 'bare.git'])
      await place(folder, 'valid', isOutcome('valid'));
    for (const folder of ['sha256', 'parent', 'parent/inner'])
      await place(folder, 'unsigned', isOutcome('unsigned'));
    await place('parent/module', 'valid', isOutcome('valid'));
    const { store } = await extension();
    assert.ok(!store.repositories.some(({ root }) => basename(root) === 'plain'));
  },
);

hostTest('a repository without commits says so, and nothing in it fails', async () => {
  const { basis, failure } = await place('empty', 'open', ({ phase }) => phase === 'ready');
  assert.equal(basis?.head, undefined);
  assert.equal(failure, undefined);
});

hostTest('HEAD is described: a branch, no branch, a long id, a shallow clone', async () => {
  assert.equal((await place('work', 'open', isOutcome('valid'))).basis?.branch, 'main');
  const linked = (await place('linked', 'open', isOutcome('valid'))).basis;
  assert.deepEqual([linked?.branch, linked?.head], [undefined, facts.commits[0]]);
  assert.equal((await place('sha256', 'open', isOutcome('unsigned'))).basis?.head?.length, 64);
  const shallow = await place('shallow', 'listed', ({ lists }) => lists.recent !== undefined);
  assert.equal(shallow.basis?.shallow, true);
  assert.equal(shallow.lists.recent?.length, 1);
});

hostTest('a missing commit and an unreadable pack are failures, and not an empty history', async () => {
  for (const folder of ['broken', 'corrupt']) {
    const { failure, verdicts } = await place(folder, 'failed', ({ phase }) => phase === 'failed');
    assert.match(
      failure?.message ?? '',
      /there is no object|damaged|bad object|not in this repository|cannot be read here/,
      failure?.message,
    );
    assert.equal(verdicts.size, 0);
  }
});

hostTest('a commit, a branch, a tag and a first commit appear without a refresh', async () => {
  const [, , third = ''] = facts.commits;
  git('work', 'update-ref', 'refs/heads/main', third);
  const moved = await place('work', 'unsigned', isOutcome('unsigned'));
  assert.equal(moved.basis?.head, third);
  git('work', 'checkout', '-q', '-f', '-b', 'other', 'HEAD~1');
  await place('work', 'on other', (state) => state.basis?.branch === 'other' && isOutcome('valid')(state));
  git('work', 'tag', 'v2', 'v1');
  await place('work', 'two tags', ({ lists }) => lists.tags?.length === 2);
  git('empty', 'commit', '-q', '--allow-empty', '-m', 'First');
  await place('empty', 'unsigned', isOutcome('unsigned'));
});

hostTest('a list that cannot be read does not hide the others', async () => {
  const ref = join(facts.root, 'work', '.git', 'refs', 'tags', 'gone');
  writeFileSync(ref, `${'e'.repeat(40)}\n`);
  const state = await place('work', 'no tags', ({ problems }) => problems?.tags !== undefined);
  assert.match(state.problems?.tags?.message ?? '', /missing object e{40}/);
  await place('work', 'valid all the same', isOutcome('valid'));
  rmSync(ref);
  await place('work', 'tags again', ({ problems, lists }) => !problems?.tags && lists.tags?.length === 2);
});

hostTest('the user’s own trust counts as soon as they change it', async () => {
  mkdirSync(dirname(facts.ownPolicy), { recursive: true });
  const policy = 'identities:\n  - issuer: https://issuer.example.test\n    subject: dev@example.test\n';
  writeFileSync(facts.ownPolicy, policy);
  await commands.executeCommand(COMMANDS.refresh);
  await place('work', 'verified', isOutcome('verified'));
  await written(facts.ownPolicy, policy.replace('dev@', 'nobody@'), 'valid', isOutcome('valid'));
  await written(facts.ownPolicy, policy, 'verified', isOutcome('verified'));
  rmSync(facts.ownPolicy);
  await place('work', 'valid', isOutcome('valid'));
});

hostTest('without its trusted root, nothing is shown as verified any more', async () => {
  const before = readFileSync(facts.globalConfig, 'utf8');
  const without = before.replace(/trustedRoot = .*/, 'trustedRoot = /nowhere/root.json');
  const isFailed = ({ phase }: RepositoryState) => phase === 'failed';
  const { failure, verdicts } = await written(facts.globalConfig, without, 'failed', isFailed);
  assert.match(failure?.message ?? '', /\/nowhere\/root\.json/);
  assert.equal(verdicts.size, 0);
  await written(facts.globalConfig, before, 'valid', isOutcome('valid'));
});

hostTest(
  'a verification thread that ends is restarted, and until then nothing is shown as verified',
  async () => {
    const { store } = await extension();
    await place('work', 'valid', isOutcome('valid'));
    const seen: (string | undefined)[] = [];
    const listener = store.onDidChange(() => {
      const found = store.repositories.find(({ root }) => basename(root) === 'work');
      if (found?.failure) seen.push(`${found.failure.code} ${found.verdicts.size}`);
    });
    writeFileSync(facts.crash, '');
    await until('the loss to be told', () => seen.length > 0);
    await place('work', 'valid again', isOutcome('valid'));
    listener.dispose();
    assert.deepEqual([...new Set(seen)], ['WORKER_ENDED 0']);
  },
);

hostTest('a repository that is closed goes away, and comes back when it is opened', async () => {
  const api = extensions.getExtension<GitExtension>('vscode.git')?.exports.getAPI(1);
  const { store } = await extension();
  const root = join(facts.root, 'parent', 'inner');
  const inner = api?.repositories.find(({ rootUri }) => rootUri.fsPath === root);
  await commands.executeCommand('git.close', inner);
  await until('it to be gone', () => store.repository(root) === undefined);
  await place('work', 'still valid', isOutcome('valid'));
  await (api as unknown as { openRepository(uri: Uri): Promise<unknown> }).openRepository(Uri.file(root));
  await place('parent/inner', 'unsigned', isOutcome('unsigned'));
});
