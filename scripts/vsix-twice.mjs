#!/usr/bin/env node
// Proves that a VSIX depends only on its sources. Packs copies of the repository in two places, with different
// permissions, language, time zone and file times, and compares the bytes.
// usage: node scripts/vsix-twice.mjs [DIR]     writes both to DIR, default build/vsix-twice; exits with 1 if they differ
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const WAYS = [
  { folder: 'a', umask: '022', touched: undefined, env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' } },
  {
    folder: 'another/place with spaces',
    umask: '077',
    touched: new Date('2001-02-03T04:05:06Z'),
    env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: '981173106' },
  },
];

const dir = resolve(process.argv[2] ?? join('build', 'vsix-twice'));
rmSync(dir, { recursive: true, force: true });
const digests = WAYS.map((way) => digestOf(packed(way)));
for (const [i, { folder }] of WAYS.entries()) console.log(`${digests[i]}  ${folder}`);
if (new Set(digests).size > 1) {
  console.error('the same sources gave two packages');
  process.exitCode = 1;
}

function packed({ folder, umask, touched, env }) {
  const clone = join(dir, folder);
  for (const name of sources()) copy(name, join(clone, name), touched);
  // Hard links, because a copy would take longer than everything else.
  run('cp', ['-al', 'node_modules', join(clone, 'node_modules')]);
  const script = `umask ${umask} && exec "$0" scripts/vsix.mjs out`;
  run('sh', ['-c', script, process.execPath], { cwd: clone, env: { ...process.env, ...env } });
  rmSync(join(clone, 'node_modules'), { recursive: true });
  const out = join(clone, 'out');
  return join(
    out,
    readdirSync(out).find((name) => name.endsWith('.vsix')),
  );
}

// The committed files, with their contents in the work tree.
function sources() {
  const listed = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  return listed.split('\0').filter((name) => name !== '' && existsSync(name) && !name.startsWith('test/'));
}

function copy(from, to, touched) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  const { atime } = statSync(from);
  if (touched !== undefined) utimesSync(to, atime, touched);
}

function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26, ...options });
  if (done.status !== 0)
    throw new Error(`${program} ${args[0]} failed: ${done.stderr || done.error?.message}`);
  return done.stdout;
}
