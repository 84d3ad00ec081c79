import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programPath } from '../../io/program-path.js';

const on = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ...files: string[]) =>
  programPath('git', env, platform, (path) => files.includes(path));

test('on Windows, a program is named by its full path from PATH, never by a name that a repository could also contain', () => {
  const git = 'C:\\Program Files\\Git\\cmd\\git.exe';
  const path = '.;relative;C:\\Windows;C:\\Program Files\\Git\\cmd';
  assert.equal(on('win32', { Path: path }, 'git.exe', '.\\git.exe', 'relative\\git.exe', git), git);
});

test('on Windows, a program that is not in PATH is not searched for in the repository', () => {
  const absent = 'D:\\Windows\\no git in PATH';
  assert.equal(on('win32', { PATH: '.', SystemRoot: 'D:\\Windows' }, 'git.exe'), absent);
  assert.equal(on('win32', {}, 'git.exe'), 'C:\\Windows\\no git in PATH');
});

test('on other systems, the system itself searches PATH, and only PATH', () => {
  assert.equal(on('linux', { PATH: '.' }, 'git'), 'git');
  assert.equal(on('darwin', { PATH: '/usr/bin' }), 'git');
});
