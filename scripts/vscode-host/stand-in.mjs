#!/usr/bin/env node
// Replaces the executable of a desktop VS Code. It accepts the arguments of @vscode/test-electron and runs them in
// VS Code's server with Chromium. So the desktop test path can be tested on a machine without a desktop.
// Run by WAXSEAL_VSCODE=electron WAXSEAL_VSCODE_EXECUTABLE=scripts/vscode-host/stand-in.mjs node scripts/test.mjs ...
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findVscodeHost } from '../vscode-host.mjs';

const options = new Map();
const operands = [];
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--([^=]+)(?:=(.*))?$/.exec(argument) ?? [];
  if (name === undefined) operands.push(argument);
  else options.set(name, value ?? '');
}
const host = findVscodeHost('current');
if (host.reason !== undefined) throw new Error(host.reason);
const settings = join(options.get('user-data-dir'), 'User', 'settings.json');
const runner = pathToFileURL(join(process.cwd(), 'build', 'test', 'extension', 'support', 'in-server.js'));
const { runInServer } = await import(runner.href);
const { HOME: _, ...env } = process.env;
const log = await runInServer(host, {
  folder: operands.find((path) => existsSync(path) && statSync(path).isDirectory()),
  extension: options.get('extensionDevelopmentPath'),
  tests: options.get('extensionTestsPath'),
  settings: JSON.parse(readFileSync(settings, 'utf8')),
  env,
});
process.exitCode = /ended with 0$/.test(log) ? 0 : 1;
