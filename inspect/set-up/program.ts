import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { expandHome, nodeRecord } from '../../io/config/index.js';
import { strangersObjection } from '../../io/strangers.js';
import { EDITOR_LAUNCHER } from '../../io/window/launcher-mark.js';
import { entryOf, fail, ok, warn } from './result.js';
import type { SetUp, SetUpCheck, SetUpResult } from './types.js';

const SETUP = 'run: waxseal setup (or: waxseal setup --global)';

/** The PATH of programs that are started from a desktop (macOS path_helper(8), systemd's default). */
const GUI_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

function inPath(name: string, directories: readonly string[]): string | undefined {
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isThisProgram(path: string, own: string): boolean {
  try {
    return realpathSync(path) === realpathSync(own);
  } catch {
    return false;
  }
}

function beginningOf(path: string): string {
  try {
    return readFileSync(path).subarray(0, 200).toString('latin1');
  } catch {
    return '';
  }
}

/** The launcher that the editor extension writes uses the Node inside the editor. */
function needsNode(path: string): boolean {
  const text = beginningOf(path);
  return /^#!.*\b(?:env node|sh)\b/.test(text) && !text.includes(EDITOR_LAUNCHER);
}

/** git for Windows runs .exe files, and scripts that begin with `#!`, with its own sh (compat/mingw.c, parse_interpreter). */
function startsOnWindows(path: string): boolean {
  return path.toLowerCase().endsWith('.exe') || beginningOf(path).startsWith('#!/bin/sh');
}

/** Checks that the program that git starts for signatures exists, is executable, and is this one. */
export const program: SetUpCheck = async ({ gitConfig, env, platform, program: own }) => {
  const entry = entryOf(gitConfig, 'gpg.x509.program');
  const name = entry?.value;
  if (!name) return [fail('program', 'gpg.x509.program is not set: git would start gpgsm', SETUP)];
  const expanded = expandHome(name, env);
  const path = isAbsolute(expanded) ? expanded : inPath(name, (env['PATH'] ?? '').split(delimiter));
  if (path === undefined || !existsSync(path))
    return [fail('program', `gpg.x509.program ${name} does not exist`, SETUP)];
  if (!isExecutable(path))
    return [fail('program', `gpg.x509.program ${path} is not executable`, `run: chmod +x ${path}`)];
  if (platform === 'win32' && !startsOnWindows(path))
    return [
      fail(
        'program',
        `git on Windows starts only .exe files and scripts for sh, not ${path}`,
        'install waxseal.exe, and set it up again',
      ),
    ];
  if (!isThisProgram(path, own))
    return [warn('program', `git starts ${path}, which is not the waxseal that answers now`, SETUP)];
  const relative = isAbsolute(expanded)
    ? []
    : [
        warn(
          'program',
          `gpg.x509.program ${name} is found through PATH, which programs of the desktop may not share`,
          SETUP,
        ),
      ];
  return [
    ...relative,
    ...(relative.length === 0 ? [ok('program', path)] : []),
    ...guiNode(path, env, platform),
  ];
};

/**
 * Checks that a launcher finds node even for programs that are started from the desktop: those do not read a shell's settings. It
 * looks in PATH, beside itself, and at what set-up recorded.
 */
function guiNode(path: string, env: SetUp['env'], platform: SetUp['platform']): SetUpResult[] {
  if (platform === 'win32' || !needsNode(path)) return [];
  const record = nodeRecord(env);
  const recorded = strangersObjection(record) ? '' : (beginningOf(record).split('\n')[0] ?? '');
  const found =
    inPath('node', [...GUI_PATH, dirname(path)]) ??
    (isAbsolute(recorded) && isExecutable(recorded) ? recorded : undefined);
  return [
    found
      ? ok('node', `${found}, also for programs started from the desktop`)
      : warn(
          'node',
          'node is in the PATH of this shell only: editors started from the desktop cannot sign',
          'run waxseal setup again, which records this node, or use the waxseal with node inside',
        ),
  ];
}
