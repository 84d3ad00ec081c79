import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { recordLine, verdictInLine } from '../../../io/cache/record.js';
import { historyRepo } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { measured } from '../../support/measured.js';
import { commitWith } from '../../support/signed-commit.js';
import { PROGRAM } from '../../support/waxseal.js';

const COUNT = 1000;
const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

let ids: string[];

/**
 * Commits that all have the signature of one of them. It does not hold for the others, and such a verdict is as final as a good
 * one.
 */
before(() => {
  const made = join(repo.root, 'made');
  mkdirSync(made);
  const payload = (i: number) => {
    const who = `Dev <dev@example.test> ${instance.start + 2000 + i} +0000`;
    return new TextEncoder().encode(`tree ${TREE}\nauthor ${who}\ncommitter ${who}\n\nChange ${i}\n`);
  };
  const { armor } = instance.sign(payload(0));
  const paths = Array.from({ length: COUNT }, (_, i) => {
    const path = join(made, String(i));
    writeFileSync(path, commitWith(payload(i), armor).raw);
    return path;
  });
  const args = ['-c', 'core.compression=1', 'hash-object', '-w', '-t', 'commit', '--stdin-paths'];
  const input = `${paths.join('\n')}\n`;
  ids = execFileSync('git', args, { cwd: repo.dir, env: repo.env, input, encoding: 'utf8' })
    .trim()
    .split('\n');
});

const CACHE = join(repo.env['XDG_CACHE_HOME'] ?? '', 'waxseal', 'verdicts');

/** Bytes of the cache on disk. */
function cacheBytes(): number {
  const names = readdirSync(CACHE, { recursive: true }).map((path) => join(CACHE, String(path)));
  return names.reduce((sum, name) => sum + (statSync(name).isFile() ? statSync(name).size : 0), 0);
}

/** Changes the first letter of what each cached verdict says, so that an answer shows where it is from. */
function mark(): void {
  for (const name of readdirSync(CACHE, { recursive: true }).map((path) => join(CACHE, String(path)))) {
    if (statSync(name).isDirectory()) continue;
    const lines = readFileSync(name, 'utf8').split('\n').map(marked);
    writeFileSync(name, lines.join('\n'));
  }
}

function marked(line: string): string {
  const found = verdictInLine(Buffer.from(line), { id: '', type: 'commit' });
  if (!found) return line;
  const checks = found.checks.map((check) => ({ ...check, detail: `~${check.detail.slice(1)}` }));
  return recordLine(line.slice(0, line.indexOf(' ')), { ...found, checks }).trimEnd();
}

/** How many of the objects of a JSON answer were judged anew. */
function judgedAnew(json: string): number {
  const { objects } = JSON.parse(json) as { objects: { checks: { detail: string }[] }[] };
  assert.equal(objects.length, COUNT);
  return objects.filter(({ checks }) => !checks.every(({ detail }) => detail.startsWith('~'))).length;
}

async function verify(megabytes: number, ...more: string[]) {
  repo.git('config', '--global', 'waxseal.cacheSize', String(megabytes));
  return measured(PROGRAM, ['verify', '--stdin', '--any-signer', ...more], {
    cwd: repo.dir,
    env: repo.env,
    input: `${ids.join('\n')}\n`,
  });
}

const SAID =
  /^waxseal: the cache of verdicts \(1 MiB\) does not hold all of this: git config --global waxseal\.cacheSize (\d+) makes the next run faster\n$/;

test('over more objects than the cache holds, each run says how large it would have to be, and with that size, which it keeps to, the next run is fast', async () => {
  const first = await verify(1);
  assert.match(first.stderr, SAID);
  assert.ok(cacheBytes() <= 1 << 20, `${cacheBytes()} bytes`);
  const second = await verify(1, '--format', 'json');
  assert.ok(cacheBytes() <= 1 << 20, `${cacheBytes()} bytes`);
  assert.equal(JSON.parse(second.stdout).summary.objects, COUNT);
  assert.match(second.stderr, SAID);
  const needed = Number(SAID.exec(second.stderr)?.[1]);
  assert.ok(needed > 1 && needed < 8, String(needed));
  const filling = await verify(needed);
  assert.equal(filling.stderr, '');
  const fast = await verify(needed);
  assert.deepEqual([fast.stderr, fast.stdout], ['', first.stdout]);
  assert.ok(cacheBytes() > 1 << 20 && cacheBytes() <= needed << 20, `${cacheBytes()} bytes`);
  for (const { megabytes } of [first, second, filling, fast]) assert.ok(megabytes < 200, `${megabytes} MB`);
  assert.ok(fast.cpuSeconds < first.cpuSeconds / 2, `${fast.cpuSeconds} after ${first.cpuSeconds} s`);
});

test('a second run judges only what did not fit into the cache, the third no more than the second, and nothing when all fits', async () => {
  rmSync(CACHE, { recursive: true, force: true });
  await verify(1);
  mark();
  const second = judgedAnew((await verify(1, '--format', 'json')).stdout);
  assert.ok(second > 0 && second < COUNT / 2, String(second));
  const third = await verify(1, '--format', 'json');
  assert.ok(judgedAnew(third.stdout) <= second, `${judgedAnew(third.stdout)} after ${second}`);
  const needed = SAID.exec(third.stderr)?.[1];
  await verify(Number(needed));
  mark();
  assert.equal(judgedAnew((await verify(Number(needed), '--format', 'json')).stdout), 0);
});
