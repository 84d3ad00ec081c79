import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { commandNames, helpText, overview } from '../../signer/commands/help/help.js';
import { run } from '../support/git-repo.js';
import { PROGRAM } from '../support/waxseal.js';

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'usage-'));
});
after(() => rmSync(dir, { recursive: true, force: true }));

const waxseal = (...args: string[]) =>
  run(PROGRAM, args, { cwd: dir, env: { PATH: process.env['PATH'] ?? '', HOME: dir } });

test('every command prints with --help what "waxseal help" prints about it, whatever else is on the line', async () => {
  for (const command of commandNames()) {
    const text = helpText(command);
    const ended = await waxseal(command, 'word', '--bogus', '--help');
    assert.deepEqual([ended.status, ended.stdout, ended.stderr], [0, text, ''], command);
    if (command !== 'verify-tag') assert.ok(overview().includes(command), command);
  }
  assert.equal((await waxseal('verify-tag', '-h')).stdout, helpText('verify'));
});

test('arguments after -- are not options', async () => {
  const ended = await waxseal('verify', '--', '--help');
  assert.equal(ended.status, 2);
  assert.match(ended.stderr, /"--help" is not a revision/);
});

test('an unknown command is an error that says where the commands are listed', async () => {
  for (const words of [
    ['help', 'verfy'],
    ['verfy', '--certificate-identity', 'x'],
  ]) {
    const ended = await waxseal(...words);
    assert.deepEqual([ended.status, ended.stdout], [2, '']);
    assert.match(
      ended.stderr,
      /^waxseal: there is no command "verfy"\nhint: did you mean "waxseal verify"\? .*\n$/,
    );
  }
  assert.match(
    (await waxseal('initialize', '--mirror', 'x')).stderr,
    /\nhint: gitsign’s initialize is "waxseal setup/,
  );
});
