// A packed repository of gitsign-style commits: own certificates, P-384 authorities, embedded log entries. Made once,
// kept under .cache/bench.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packOf } from './pack.mjs';

const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * The bare repository with `count` commits on `main` and the trusted root they hold under: { dir, trustedRoot }. The commit
 * number `bad` is changed after it was signed.
 */
export async function historyRepository(count, { bad } = {}) {
  const dir = resolve('.cache', 'bench', `history-${count}${bad === undefined ? '' : `-bad-${bad}`}`);
  const trustedRoot = join(dir, 'trusted_root.json');
  if (!existsSync(trustedRoot)) await make(`${dir}.new`, dir, count, bad);
  return { dir, trustedRoot };
}

async function make(dir, place, count, bad) {
  const { TestInstance } = await import('../../build/test/support/instance.js');
  const { joinObject, objectId } = await import('../../build/core/git/index.js');
  for (const path of [dir, place]) rmSync(path, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  git(dir, ['init', '--quiet', '--bare', '-b', 'main']);
  git(dir, ['mktree'], '');
  const instance = new TestInstance();
  const objects = [];
  let parent;
  for (let i = 0; i < count; i += 1) {
    const payload = new TextEncoder().encode(payloadOf(i, parent));
    const { armor } = instance.sign(payload, { subject: `dev${i % 50}@example.test` });
    const signed = joinObject({ type: 'commit', payload, armor, format: 'sha1' });
    const raw = i === bad ? Buffer.concat([signed, Buffer.from('And one word more.\n')]) : signed;
    parent = objectId('commit', raw, 'sha1');
    objects.push(raw);
  }
  git(dir, ['index-pack', '--stdin'], packOf(objects));
  git(dir, ['update-ref', 'refs/heads/main', parent]);
  git(dir, ['commit-graph', 'write', '--reachable']);
  writeFileSync(join(dir, 'trusted_root.json'), instance.trustJson);
  renameSync(dir, place);
}

function payloadOf(i, parent) {
  const who = `Dev ${i % 50} <dev${i % 50}@example.test> ${1_790_001_000 + i * 60} +0000`;
  return `tree ${TREE}\n${parent ? `parent ${parent}\n` : ''}author ${who}\ncommitter ${who}\n\nChange ${i}\n\nWhat was changed, and why it was changed now.\n`;
}

function git(cwd, args, input) {
  const run = spawnSync('git', args, { cwd, input, maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`git ${args[0]}: ${run.stderr}`);
  return run.stdout.toString().trim();
}
