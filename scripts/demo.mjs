#!/usr/bin/env node
// Shows a subject in a minute, with a local Sigstore. Everything happens in a temporary directory with its own HOME.
// usage: node scripts/demo.mjs [commits | images]     exits with 1 if a step fails, with 2 for an unknown subject
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transpile } from './transpile.mjs';

const SUBJECTS = ['commits', 'images'];
const [subject = 'commits'] = process.argv.slice(2);
if (!SUBJECTS.includes(subject)) {
  console.error(`no demo of ${subject}; there are: ${SUBJECTS.join(', ')}`);
  process.exit(2);
}

await transpile();
if (
  spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0
)
  process.exit(1);
const { startSandbox } = await import(pathToFileURL(resolve('build', 'test', 'sandbox', 'sandbox.js')).href);
const { demo } = await import(`./demo/${subject}.mjs`);

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-demo-'));
const bin = join(scratch, 'bin');
for (const dir of [bin, join(scratch, 'home')]) mkdirSync(dir);
symlinkSync(resolve('dist', 'waxseal.js'), join(bin, 'waxseal'));
const sandbox = await startSandbox({ dir: join(scratch, 'sigstore') });
let running = true;

try {
  await demo({
    scratch,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: join(scratch, 'home'),
      LANG: 'C.UTF-8',
      GIT_PAGER: 'cat',
      ...sandbox.env,
    },
    sandbox,
    stopSandbox,
  });
} catch (error) {
  console.log(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stopSandbox();
  rmSync(scratch, { recursive: true, force: true });
}

async function stopSandbox() {
  if (running) await sandbox.stop();
  running = false;
}
