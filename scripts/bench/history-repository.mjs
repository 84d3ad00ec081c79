// A packed repository of gitsign-style commits: each has its own certificate and an embedded log entry, and the
// authorities use P-384. It is made once and kept under .cache/bench.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packOf } from './pack.mjs';

const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * The bare repository with `count` commits on `main`, and the trusted root that makes them valid: { dir,
 * trustedRoot }. The commit number `bad` is changed after signing. With `files`, each commit changes one of a
 * thousand files in twenty directories.
 */
export async function historyRepository(count, { bad, files = false } = {}) {
  const variant = (bad === undefined ? '' : `-bad-${bad}`) + (files ? '-files' : '');
  const dir = resolve('.cache', 'bench', `history-${count}${variant}`);
  const trustedRoot = join(dir, 'trusted_root.json');
  if (!existsSync(trustedRoot)) await make(`${dir}.new`, dir, { count, bad, files });
  return { dir, trustedRoot };
}

async function make(dir, place, { count, bad, files }) {
  const { TestInstance } = await import('../../build/test/support/instance.js');
  const { joinObject, objectId } = await import('../../build/core/git/index.js');
  for (const path of [dir, place]) rmSync(path, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  git(dir, ['init', '--quiet', '--bare', '-b', 'main']);
  git(dir, ['mktree'], '');
  const instance = new TestInstance();
  const objects = [];
  const add = (type, raw) => {
    objects.push({ type, raw });
    return objectId(type, raw, 'sha1');
  };
  const treeOf = files ? changingTrees(add) : () => TREE;
  let parent;
  for (let i = 0; i < count; i += 1) {
    const payload = new TextEncoder().encode(payloadOf(i, treeOf(i), parent));
    const { armor } = instance.sign(payload, { subject: `dev${i % 50}@example.test` });
    const signed = joinObject({ type: 'commit', payload, armor, format: 'sha1' });
    const raw = i === bad ? Buffer.concat([signed, Buffer.from('And one word more.\n')]) : signed;
    parent = add('commit', raw);
  }
  git(dir, ['index-pack', '--stdin'], packOf(objects));
  git(dir, ['update-ref', 'refs/heads/main', parent]);
  git(dir, ['commit-graph', 'write', '--reachable']);
  writeFileSync(join(dir, 'trusted_root.json'), instance.trustJson);
  renameSync(dir, place);
}

/**
 * Returns a function that gives the tree of each commit: a thousand files in twenty directories, of which each
 * commit changes one.
 */
function changingTrees(add) {
  const entries = (mode, prefix, ids) =>
    Buffer.concat(
      ids.flatMap((id, i) => [
        Buffer.from(`${mode} ${prefix}${String(i).padStart(2, '0')}\0`),
        Buffer.from(id, 'hex'),
      ]),
    );
  const blob = (text) => add('blob', Buffer.from(text));
  const first = blob('first\n');
  const folders = Array.from({ length: 20 }, () => Array.from({ length: 50 }, () => first));
  const trees = folders.map((ids) => add('tree', entries('100644', 'file', ids)));
  return (i) => {
    const at = (i * 7) % folders.length;
    folders[at][(i * 11) % 50] = blob(`change ${i}\n`);
    trees[at] = add('tree', entries('100644', 'file', folders[at]));
    return add('tree', entries('40000', 'part', trees));
  };
}

function payloadOf(i, tree, parent) {
  const who = `Dev ${i % 50} <dev${i % 50}@example.test> ${1_790_001_000 + i * 60} +0000`;
  return `tree ${tree}\n${parent ? `parent ${parent}\n` : ''}author ${who}\ncommitter ${who}\n\nChange ${i}\n\nWhat was changed, and why it was changed now.\n`;
}

function git(cwd, args, input) {
  const run = spawnSync('git', args, { cwd, input, maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`git ${args[0]}: ${run.stderr}`);
  return run.stdout.toString().trim();
}
