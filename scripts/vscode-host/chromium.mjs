// The browser that shows the workbench.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGES = ['chromium', 'fonts-dejavu-core'];

/**
 * Finds Chromium: $WAXSEAL_CHROMIUM, else `chromium` in PATH, else installs Debian's as root.
 * Returns { path } or { reason }. Never throws.
 */
export function findChromium() {
  const given = process.env.WAXSEAL_CHROMIUM;
  if (given !== undefined)
    return isProgram(given) ? { path: given } : { reason: `WAXSEAL_CHROMIUM: ${given} is no program` };
  const found = inPath();
  if (found !== undefined) return { path: found };
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    return { reason: 'there is no chromium in PATH, and only root on Debian can install it' };
  console.log(`$ apt-get install ${PACKAGES.join(' ')}    # the browser for the editor tests`);
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: 240_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  const installed = apt('install', '-y', '--no-install-recommends', ...PACKAGES);
  const path = inPath();
  if (path !== undefined) return { path };
  const said = installed.stderr?.trim().split('\n').at(-1) ?? 'no reason given';
  return { reason: `chromium could not be installed by apt-get: ${said}` };
}

/** The Chromium that is at hand: $WAXSEAL_CHROMIUM, else `chromium` in PATH. Installs nothing. */
export function installedChromium() {
  return process.env.WAXSEAL_CHROMIUM ?? inPath();
}

function inPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'chromium')).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
