#!/usr/bin/env node
// A VS Code that tests can run: the server and workbench from npm's code-server package, with Debian's Chromium.
// usage: node scripts/vscode-host.mjs [current|minimum]     sets it up under .cache/ and says where it is
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium } from './vscode-host/chromium.mjs';
import { installHost } from './vscode-host/install.mjs';

// The version of VS Code is that of code-server without the leading 4. Its Node is the one for which VS Code's own
// server is built.
export const HOSTS = {
  current: {
    vscode: '1.139.1',
    package: 'code-server@4.139.1',
    sha512: 'fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
    node: '24.21.0',
  },
  minimum: {
    vscode: '1.100.3',
    package: 'code-server@4.100.3',
    sha512: 'q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
    node: '20.20.2',
  },
};

const STAMP_FORMAT = 1;
const LONGEST_SETUP_SECONDS = 300;

/**
 * Sets up a host ('current' or 'minimum') unless .cache/vscode-* holds it already. Returns { dir, node, server,
 * chromium, vscode } with absolute paths, or { reason } if there is none. Never throws.
 */
export function findVscodeHost(which = 'current') {
  const host = HOSTS[which];
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: 'the VS Code of code-server runs on Linux x64 only' };
  const browser = findChromium();
  if (browser.reason !== undefined) return browser;
  const dir = resolve('.cache', `vscode-${host.vscode}`);
  const stamp = `${host.package} node ${host.node} ${STAMP_FORMAT}\n`;
  const release = takeTurn(dir);
  try {
    if (!isComplete(dir, stamp)) installHost(host, dir, stamp);
  } catch (error) {
    return { reason: `VS Code ${host.vscode} could not be installed from npm: ${error.message}` };
  } finally {
    release();
  }
  return {
    dir,
    node: join(dir, 'node'),
    server: join(dir, 'vscode', 'out', 'server-main.js'),
    chromium: browser.path,
    vscode: host.vscode,
  };
}

function isComplete(dir, stamp) {
  const path = join(dir, 'complete');
  return existsSync(path) && readFileSync(path, 'utf8') === stamp;
}

// Two installations at the same time would destroy each other's files.
function takeTurn(dir) {
  const lock = `${dir}.lock`;
  mkdirSync(resolve('.cache'), { recursive: true });
  for (let waited = 0; waited < LONGEST_SETUP_SECONDS; waited += 1) {
    try {
      mkdirSync(lock);
      return () => rmSync(lock, { recursive: true, force: true });
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
  }
  rmSync(lock, { recursive: true, force: true });
  return takeTurn(dir);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = findVscodeHost(process.argv[2] ?? 'current');
  console.log(found.reason ?? `VS Code ${found.vscode} in ${found.dir}, browser ${found.chromium}`);
  process.exitCode = found.reason === undefined ? 0 : 1;
}
