import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGitRequest } from '../../signer/commands/git/arguments.js';
import { UsageError } from '../../signer/errors.js';

test("git's own ways to request a signature are understood", () => {
  for (const argv of [
    ['--status-fd=2', '-bsau', 'Dev <dev@example.com>'],
    ['--status-fd', '2', '-bsau', '-strange key'],
    ['--status-fd=2', '-abu', 'KEY'],
    ['--status-fd=2', '-bsauKEY'],
    ['--status-fd=2', '--detach-sign', '--armor', '--local-user', 'KEY'],
    ['--status-fd=2', '--detached-sign', '--sign', '-a', '--local-user=KEY', '--include-certs=-2'],
    ['--keyid-format=long', '--status-fd=2', '-b', '-a', '--include-certs', '-2'],
  ])
    assert.deepEqual(parseGitRequest(argv), { mode: 'sign', statusFd: 2, armor: true }, argv.join(' '));
});

test('what callers of gpg add, without effect, is understood', () => {
  for (const argv of [
    ['--batch', '--no-tty', '--status-fd=2', '-bsau', 'KEY', '--output', '-'],
    ['--batch', '--no-tty', '--output', '-', '--status-fd', '2', '-bsau', 'KEY', '-'],
    ['--status-fd=2', '-q', '--yes', '--detach-sign', '--armor', '--default-key', 'KEY', '--output=-', '-'],
    ['--status-fd=2', '-qbsa', '-o-', '--', '-'],
    ['--status-fd=2', '-bsa', '-o', '-', '--quiet', '--no-secmem-warning'],
  ])
    assert.deepEqual(parseGitRequest(argv), { mode: 'sign', statusFd: 2, armor: true }, argv.join(' '));
  assert.deepEqual(parseGitRequest(['--batch', '--no-tty', '--status-fd=1', '--verify', 'sig', '-']), {
    mode: 'verify',
    statusFd: 1,
    signature: 'sig',
    payload: '-',
  });
});

test('without armor or without a status descriptor, the request records that', () => {
  assert.deepEqual(parseGitRequest(['-bs']), { mode: 'sign', statusFd: undefined, armor: false });
  assert.deepEqual(parseGitRequest(['--status-fd=37', '-bs']), { mode: 'sign', statusFd: 37, armor: false });
});

test("git's own ways to request a verification are understood", () => {
  for (const argv of [
    ['--status-fd=1', '--verify', '.git_vtag_tmpX', '-'],
    ['--keyid-format=long', '--status-fd=1', '--verify', '.git_vtag_tmpX', '-'],
    ['--status-fd=1', '-v', '--', '.git_vtag_tmpX', '-'],
  ])
    assert.deepEqual(parseGitRequest(argv), {
      mode: 'verify',
      statusFd: 1,
      signature: '.git_vtag_tmpX',
      payload: '-',
    });
});

test('unknown arguments are an error and are never guessed', () => {
  for (const argv of [
    [],
    ['--bogus'],
    ['--status-fd=2', '-bsaxu', 'KEY'],
    ['-s'],
    ['-a'],
    ['-bsau'],
    ['--status-fd=x', '-bsau', 'KEY'],
    ['--status-fd=-1', '-bsau', 'KEY'],
    ['--status-fd'],
    ['-bsau', 'KEY', 'file'],
    ['-bsau', 'KEY', '-', '-'],
    ['-bsau', 'KEY', '--output', 'file'],
    ['-bsau', 'KEY', '--output=file'],
    ['-bsau', 'KEY', '-ofile'],
    ['-bsa', '-o'],
    ['-bsau', 'KEY', '--batch=yes'],
    ['-bsau', 'KEY', '--clearsign'],
    ['-bsau', 'KEY', '--passphrase', 'x'],
    ['--verify'],
    ['--verify', 'file'],
    ['--verify', '-', '-'],
    ['--verify', 'a', 'b', 'c'],
    ['--verify', '-b', 'a', '-'],
    ['--verify', '--armor', 'a', '-'],
    ['--sign=yes', '-b'],
    ['--__proto__'],
    ['constructor'],
    ['attest'],
  ])
    assert.throws(() => parseGitRequest(argv), UsageError, argv.join(' '));
});
