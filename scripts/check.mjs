#!/usr/bin/env node
// Lint and types, in a fresh clone too.   usage: node scripts/check.mjs
import { spawnSync } from 'node:child_process';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
for (const script of ['lint', 'typecheck']) {
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
