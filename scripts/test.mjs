#!/usr/bin/env node
// Sets up what is missing, then runs the named suites with Node's test runner.
// usage: node scripts/test.mjs [SUITE ...] [-- NODE-TEST-OPTIONS]    a suite is a folder or a file of test/, with or without `test/`
// With WAXSEAL_REQUIRE=editor,peers,real it is an error if VS Code or the real clients are missing, or if a test of the
// editor or of the real Sigstore servers is skipped. WAXSEAL_VSCODE=minimum runs the oldest supported VS Code, WAXSEAL_VSCODE=electron one with a
// window.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { findPeers } from './peers.mjs';
import { mayShare, runShared } from './share-process.mjs';
import { summaryText } from './summary-reporter.mjs';
import { transpile } from './transpile.mjs';
import { findVscodeHost } from './vscode-host.mjs';

const DEFAULT_SUITES = [
  'core',
  'hostile',
  'io',
  'inspect',
  'act',
  'signer',
  'house',
  'sandbox',
  'interop',
  'fuzz',
  'extension',
];
const NEED_NO_PROGRAM = ['core', 'hostile', 'io', 'inspect', 'act', 'sandbox', 'fuzz'];
const IN_EDITOR = ['extension', 'pictures'];
const NEED_NO_PEERS = ['core', 'hostile', 'io', 'inspect', 'act', 'house', 'fuzz', ...IN_EDITOR];

const ORACLE = /[/\\-]oracles?\.test\.ts$/;

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
const paths = (suites.length > 0 ? suites : DEFAULT_SUITES).map((suite) =>
  /^test[/\\]/.test(suite) ? suite : join('test', suite),
);
// Comparing with other programs takes most of the time of core's tests, so it is left out of the quick run.
const found = paths.flatMap(findTests).sort();
const sources = args.join(' ') === 'core' ? found.filter((path) => !ORACLE.test(path)) : found;
if (sources.length === 0) {
  console.error(`no test found in: ${suites.join(' ')}`);
  process.exit(2);
}

await transpile();
const environment = { ...process.env };
if (needsMoreThan(NEED_NO_PROGRAM)) {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
}
if (paths.some((path) => IN_EDITOR.includes(path.split(/[/\\]/)[1]))) {
  const built = spawnSync(process.execPath, ['scripts/vscode-build.mjs'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
  const host = findVscodeHost(process.env.WAXSEAL_VSCODE === 'minimum' ? 'minimum' : 'current');
  if (host.reason !== undefined) missing('editor', 'VS Code', host.reason);
  environment.WAXSEAL_VSIX = packExtension();
}
if (needsMoreThan(NEED_NO_PEERS)) {
  const peers = findPeers();
  if (peers.dir !== undefined) environment.WAXSEAL_PEERS = peers.dir;
  else missing('peers', 'peers', peers.reason);
}

const compiled = (name) => join('build', name.replace(/\.ts$/, '.js'));
const options = [
  '--enable-source-maps',
  // Node 20 can deadlock if a garbage collection happens while a new key is exported, and tests do that all the
  // time. With such a large young generation a test file hardly ever needs a collection. A test that still hangs
  // fails. Where files share a process, scripts/run-together.mjs avoids it.
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
];
const summaryFile = (number) => join('build', `summary-${process.pid}-${number}.json`);
const processes = Math.max(2, cpus().length);
const sharers = extra.length > 0 ? [] : sources.filter(mayShare);
// One file alone is run as the mutations run it.
const together = sharers.length > 1 ? sharers : [];
const summaries = Array.from({ length: processes }, (_, number) => summaryFile(number));
const shared = await runShared({
  files: together.map(compiled),
  count: Math.min(processes, together.length),
  options,
  env: environment,
  summaries,
  say: (text) => process.stdout.write(text),
});
const files = [...sources.filter((name) => !together.includes(name)).map(compiled), ...shared.left];
const hasFailed = (files.length > 0 && runAlone(files) !== 0) || shared.failed;
const written = [...summaries, summaryFile('alone')].filter((name) => existsSync(name));
console.log(summaryText(written.map((name) => JSON.parse(readFileSync(name, 'utf8')))));
for (const name of written) rmSync(name);
process.exit(hasFailed ? 1 : 0);

function runAlone(names) {
  const args = [
    '--test',
    ...options,
    '--test-timeout=900000',
    `--test-concurrency=${processes}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/summary-reporter.mjs',
    `--test-reporter-destination=${summaryFile('alone')}`,
    ...extra,
    ...names,
  ];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env: environment }).status;
}

function missing(part, name, reason) {
  if (!(process.env.WAXSEAL_REQUIRE ?? '').split(',').includes(part)) {
    console.log(`${name}: none (${reason}); the tests that need it are skipped`);
    return;
  }
  console.error(`${name}: none (${reason}), and WAXSEAL_REQUIRE asks for it`);
  process.exit(1);
}

// The editor's tests install the same package as a user.
function packExtension() {
  const dir = resolve('build', 'vsix');
  const packed = spawnSync(process.execPath, ['scripts/vsix.mjs', dir], { encoding: 'utf8' });
  if (packed.status !== 0) {
    console.error(packed.stderr || packed.stdout);
    process.exit(1);
  }
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  return join(dir, `${name}-${version}.vsix`);
}

function needsMoreThan(modestSuites) {
  return paths.some((path) => !modestSuites.includes(path.split(/[/\\]/)[1]));
}
