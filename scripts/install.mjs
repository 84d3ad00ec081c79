// Makes node_modules match package-lock.json, so that a fresh clone needs only one command. It uses no package,
// because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const LONGEST_INSTALL_SECONDS = 300;

/**
 * Runs `npm ci` unless every package of package-lock.json is installed in its locked version. Throws if the
 * installation fails. Must be called from the repository root.
 */
export function ensureInstalled() {
  if (whatIsStale() === undefined) return;
  const release = takeTurn();
  try {
    const reason = whatIsStale();
    if (reason !== undefined) install(reason);
  } finally {
    release();
  }
}

// Two installations at the same time would destroy each other's node_modules.
function takeTurn() {
  const lock = '.cache/install.lock';
  mkdirSync('.cache', { recursive: true });
  for (let waited = 0; waited < LONGEST_INSTALL_SECONDS; waited += 1) {
    try {
      mkdirSync(lock);
      return () => rmSync(lock, { recursive: true, force: true });
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
  }
  throw new Error(`another installation holds ${lock}; remove it if there is none`);
}

function install(reason) {
  console.log(`$ npm ci    # ${reason}`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (run.status !== 0)
    throw new Error('npm ci failed: the packages of package-lock.json could not be installed');
}

function whatIsStale() {
  const locked = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (locked === undefined) throw new Error('package-lock.json is missing: run this in the repository root');
  if (installed === undefined) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '' || (installed[path] === undefined && entry.optional)) continue;
    if (installed[path]?.version !== entry.version)
      return `${path} is not the locked version ${entry.version}`;
  }
  return undefined;
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
