#!/usr/bin/env node
// Builds the standalone executable for this machine: the running Node with the program inside it.
// usage: node scripts/sea.mjs [DIR]     default: build/standalone; writes DIR/waxseal-PLATFORM-ARCH[.exe] and its SBOM
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ensureInstalled } from './install.mjs';

// https://nodejs.org/api/single-executable-applications.html
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const RESOURCE = 'NODE_SEA_BLOB';

// Where installations of Node keep its licence, which contains those of the libraries inside it.
const LICENSES = ['../LICENSE', 'LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/node/LICENSE'];

ensureInstalled();
const { bundle } = await import('./build/bundle.mjs');
const { LAUNCHER } = await import('./build/launcher.mjs');
const { notices } = await import('./build/notices.mjs');

const dir = resolve(process.argv[2] ?? join('build', 'standalone'));
mkdirSync(dir, { recursive: true });
const scratch = mkdtempSync(join(dir, '.parts-'));
const suffix = process.platform === 'win32' ? '.exe' : '';
const executable = join(dir, `waxseal-${process.platform}-${process.arch}${suffix}`);
try {
  const blob = await prepareBlob();
  copyFileSync(process.execPath, executable);
  chmodSync(executable, 0o755);
  if (process.platform === 'darwin') run('codesign', ['--remove-signature', executable]);
  const section = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  const postject = join('node_modules', 'postject', 'dist', 'cli.js');
  run(process.execPath, [postject, executable, RESOURCE, blob, '--sentinel-fuse', FUSE, ...section]);
  if (process.platform === 'darwin') run('codesign', ['--sign', '-', executable]);
} finally {
  rmSync(scratch, { recursive: true });
}
console.log(`${executable}: ${run(executable, ['--version']).trim()}`);
if (!run(executable, ['--licenses']).includes(nodeLicense()))
  throw new Error('the licence of Node is not in it');
console.log(run(process.execPath, ['scripts/sbom.mjs', dir, executable]).trim());

async function prepareBlob() {
  const { files, inputs } = await bundle();
  const assets = {};
  for (const [name, contents] of files) {
    if (!name.endsWith('.js')) continue;
    const path = join(scratch, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name === 'waxseal.js' ? contents.subarray(LAUNCHER.length) : contents);
    assets[name] = path;
  }
  const licenses = join(scratch, 'licenses.txt');
  const own = `Waxseal\n\n${readFileSync('LICENSE', 'utf8')}`;
  const node = `This executable contains Node.js ${process.versions.node}.\n\n${nodeLicense()}`;
  writeFileSync(licenses, [own, notices(inputs), node].join(`\n${'='.repeat(78)}\n\n`));
  assets['licenses.txt'] = licenses;
  const output = join(scratch, 'program.blob');
  const configuration = join(scratch, 'sea.json');
  const main = resolve('scripts', 'build', 'standalone-main.cjs');
  // No NODE_OPTIONS (Node 24.6 or newer): what it loads could write into a signature (signer/commands/git/own-output.ts).
  const options = { disableExperimentalSEAWarning: true, execArgvExtension: 'none' };
  writeFileSync(configuration, JSON.stringify({ main, output, assets, ...options }));
  run(process.execPath, ['--experimental-sea-config', configuration]);
  return output;
}

function nodeLicense() {
  const beside = dirname(realpathSync(process.execPath));
  const found = LICENSES.map((name) => join(beside, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`the licence of Node is not beside ${process.execPath}`);
  return readFileSync(found, 'utf8');
}

function run(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.stderr || result.error}`);
  return result.stdout;
}
