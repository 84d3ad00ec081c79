import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { ownTrust } from '../../../inspect/basis/own-trust.js';
import { resolveConfig } from '../../../io/config/index.js';
import { createRepo, type GitRepo } from '../../support/git-repo.js';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
let repo: GitRepo;

beforeEach(async () => {
  repo = await createRepo();
  await repo.git(['commit', '-q', '--allow-empty', '-m', 'x']);
});
afterEach(() => repo.remove());

function listAt(...names: string[]): string {
  const path = join(...names);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `alice@example.com ${KEY}\n`);
  return path;
}

/** `mine`, or the reason why the list at this path does not count for this repository. */
async function countsAs(path: string, cwd = repo.dir, env: NodeJS.ProcessEnv = repo.env): Promise<string> {
  const config = resolveConfig({
    gitConfig: [{ key: 'gpg.ssh.allowedsignersfile', value: path, scope: 'global', origin: '' }],
    env,
  });
  const { allowedSigners } = await ownTrust(config, { cwd, env }).ssh();
  if (!allowedSigners) return 'none';
  assert.ok(!('unreadable' in allowedSigners));
  return 'unusable' in allowedSigners ? allowedSigners.unusable.replace(/^[^:]*: /, '') : 'mine';
}

const INSIDE = 'the file is inside the repository';

test('a list outside the repository is the user’s own', async () => {
  assert.equal(await countsAs(listAt(repo.home, 'allowed')), 'mine');
  assert.equal(
    await countsAs(listAt(`${repo.dir}-beside`, 'allowed')),
    'mine',
    'a name that only begins alike',
  );
});

test('a list in the work tree or in git’s directory is not the user’s own, whatever its folder is called', async () => {
  for (const name of [
    'allowed',
    '..allowed',
    '..a/allowed',
    '.../allowed',
    '.git/allowed',
    '.git/info/allowed',
  ])
    assert.equal(await countsAs(listAt(repo.dir, name)), INSIDE, name);
});

test('both the place of a link and its target count, however many links follow each other', async () => {
  const mine = listAt(repo.home, 'allowed');
  const theirs = listAt(repo.dir, 'allowed');
  const link = (target: string, ...names: string[]) => {
    const path = join(...names);
    symlinkSync(target, path);
    return path;
  };
  assert.equal(await countsAs(link(mine, repo.home, 'to-mine')), 'mine');
  assert.equal(await countsAs(link(theirs, repo.home, 'to-theirs')), INSIDE);
  const standsInside = link(mine, repo.dir, 'to-mine');
  assert.equal(await countsAs(standsInside), INSIDE);
  assert.equal(
    await countsAs(link(standsInside, repo.home, 'through')),
    INSIDE,
    'its middle is theirs to turn',
  );
  const folder = link(repo.dir, repo.home, 'folder');
  assert.equal(await countsAs(join(folder, 'allowed')), INSIDE);
  assert.equal(await countsAs(join(folder, 'to-mine')), INSIDE);
  assert.equal(await countsAs(theirs, folder), INSIDE, 'a work tree that is entered by a link');
  assert.equal(await countsAs(join(folder, 'allowed'), folder), INSIDE);
});

test('a list in another work tree of the repository is not the user’s own, seen from any of them', async () => {
  const [one, two] = [join(repo.home, 'one'), join(repo.home, 'two')];
  for (const path of [one, two]) await repo.git(['worktree', 'add', '-q', '--detach', path]);
  const lists = [repo.dir, one, two].map((tree) => listAt(tree, 'allowed'));
  for (const cwd of [repo.dir, one, two])
    for (const path of lists) assert.equal(await countsAs(path, cwd), INSIDE, `${path} from ${cwd}`);
});

test('a linked work tree finds the main one, even if git’s directory is elsewhere', async () => {
  const [main, git, linked] = ['main', 'elsewhere.git', 'linked'].map((name) => join(repo.home, name));
  await repo.git(['clone', '-q', `--separate-git-dir=${git}`, repo.dir, `${main}`]);
  await repo.git(['--git-dir', `${git}`, 'config', 'core.worktree', `${main}`]);
  await repo.git(['--git-dir', `${git}`, 'worktree', 'add', '-q', '--detach', `${linked}`]);
  for (const tree of [main, git, linked])
    assert.equal(await countsAs(listAt(`${tree}`, 'allowed'), linked), INSIDE, tree);
});

test('a list in a bare repository, and in a work tree of one, is not the user’s own', async () => {
  const bare = join(repo.home, 'bare.git');
  await repo.git(['clone', '-q', '--bare', repo.dir, bare]);
  const linked = join(repo.home, 'linked');
  await repo.git(['--git-dir', bare, 'worktree', 'add', '-q', '--detach', linked]);
  for (const cwd of [bare, linked])
    for (const tree of [bare, linked])
      assert.equal(await countsAs(listAt(tree, 'allowed'), cwd), INSIDE, tree);
});

test('if git is missing and cannot describe the repository, its files are still not the user’s own', async () => {
  const env = { ...repo.env, PATH: join(repo.home, 'nothing') };
  const below = join(repo.dir, 'a', 'b');
  mkdirSync(below, { recursive: true });
  const path = listAt(repo.dir, 'allowed');
  for (const cwd of [repo.dir, below]) assert.equal(await countsAs(path, cwd, env), INSIDE, cwd);
  assert.equal(await countsAs(listAt(repo.home, 'allowed'), repo.dir, env), 'mine');
});

test('outside every repository a list is the user’s own', async () => {
  assert.equal(await countsAs(listAt(repo.home, 'allowed'), repo.home), 'mine');
});
