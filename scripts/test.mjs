#!/usr/bin/env node
// Transpiles the sources and tests to build/ and runs the named suites with node's test runner.
// usage: node scripts/test.mjs [SUITE ...] [-- NODE-TEST-OPTIONS]    a suite is a folder of test/ or a test file
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { transpile } from './transpile.mjs';

const DEFAULT_SUITES = ['core', 'io', 'signer', 'house', 'sandbox', 'interop'];

function findTests(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((name) => name.endsWith('.test.ts'));
}

const args = process.argv.slice(2);
const cut = args.indexOf('--');
const suites = cut < 0 ? args : args.slice(0, cut);
const extra = cut < 0 ? [] : args.slice(cut + 1);
const sources = (suites.length > 0 ? suites : DEFAULT_SUITES).flatMap((suite) =>
  findTests(suite.endsWith('.test.ts') ? suite : join('test', suite)),
);
if (sources.length === 0) {
  console.error(`no test found in: ${suites.join(' ')}`);
  process.exit(2);
}
await transpile();
const files = sources.sort().map((name) => join('build', name.replace(/\.ts$/, '.js')));
const concurrency = `--test-concurrency=${Math.max(2, cpus().length)}`;
const run = spawnSync(process.execPath, ['--test', '--enable-source-maps', concurrency, ...extra, ...files], {
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
