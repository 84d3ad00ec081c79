#!/usr/bin/env node
// Builds the program and packs it as npm would publish it.
// usage: node scripts/pack.mjs [DIR]     default: build/package
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const dir = process.argv[2] ?? join('build', 'package');
mkdirSync(dir, { recursive: true });
for (const [program, args] of [
  [process.execPath, ['scripts/build.mjs']],
  ['npm', ['pack', '--loglevel=error', '--pack-destination', dir]],
]) {
  const onWindows = process.platform === 'win32' && program === 'npm';
  const run = spawnSync(program, args, { stdio: 'inherit', shell: onWindows });
  if (run.status !== 0) process.exit(1);
}
