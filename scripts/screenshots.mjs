#!/usr/bin/env node
// Takes new screenshots for the README: runs test/pictures in a real VS Code and writes the compressed pictures to
// docs/images. Look at them before you commit them.
// usage: node scripts/screenshots.mjs
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smaller } from './screenshots/png.mjs';

const LARGEST = 150_000;
const from = join('.cache', 'screenshots', 'readme');
const to = join('docs', 'images');

rmSync(from, { recursive: true, force: true });
const env = { ...process.env, WAXSEAL_REQUIRE: 'editor' };
const run = spawnSync(process.execPath, ['scripts/test.mjs', 'pictures'], { stdio: 'inherit', env });
if (run.status !== 0) process.exit(1);
mkdirSync(to, { recursive: true });
for (const name of readdirSync(from)) {
  const png = smaller(readFileSync(join(from, name)));
  if (png.length > LARGEST) throw new Error(`${name} has ${png.length} bytes, more than ${LARGEST}`);
  writeFileSync(join(to, name), png);
  console.log(`${join(to, name)}: ${(png.length / 1024).toFixed(0)} KiB`);
}
