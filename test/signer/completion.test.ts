import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { commandWords } from '../../signer/commands/completion/words.js';
import { PROGRAM } from '../support/waxseal.js';

let dir: string;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'completion-'));
});
after(() => rmSync(dir, { recursive: true }));

function runs(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

function script(shell: string): string {
  const path = join(dir, `waxseal.${shell}`);
  writeFileSync(path, spawnSync(PROGRAM, ['completion', shell], { encoding: 'utf8' }).stdout);
  return path;
}

function shell(program: string, args: readonly string[]): string {
  const ended = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '', HOME: dir, TERM: 'dumb' },
  });
  assert.equal(ended.stderr, '');
  return ended.stdout;
}

/** What bash offers after these words. */
function offeredByBash(...words: string[]): string[] {
  const run = `source ${script('bash')}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _waxseal; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return shell('bash', ['--norc', '-c', run]).split('\n').filter(Boolean);
}

test('bash completes commands, their words, options and the values of options', (t) => {
  if (!runs('bash')) return t.skip('there is no bash');
  assert.deepEqual(offeredByBash('waxseal', 'log'), ['login', 'logout']);
  assert.deepEqual(offeredByBash('waxseal', 'trust', ''), ['show', 'update', '--format']);
  assert.deepEqual(offeredByBash('waxseal', 'login', '--'), ['--agree', '--for', '--forget-consent']);
  assert.deepEqual(offeredByBash('waxseal', 'status', '--format', ''), ['text', 'json']);
  assert.ok(offeredByBash('waxseal', 'verify-tag', '--certificate-github').length >= 5);
});

test('fish completes commands with their summaries, words and options', (t) => {
  if (!runs('fish')) return t.skip('there is no fish');
  const offered = (line: string) =>
    shell('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C '${line}'`])
      .split('\n')
      .filter(Boolean);
  assert.deepEqual(offered('waxseal doc'), [
    'doctor\tfind what is wrong with this set-up, and how to fix it',
  ]);
  assert.deepEqual(offered('waxseal login --'), ['--agree', '--forget-consent']);
  assert.deepEqual(offered('waxseal status --format '), ['json', 'text']);
});

test('zsh takes the script and knows every command', (t) => {
  if (!runs('zsh')) return t.skip('there is no zsh');
  const check = `autoload -U compinit; compinit -u -D; source ${script('zsh')}; print $_comps[waxseal]; functions _waxseal`;
  const said = shell('zsh', ['-f', '-c', check]);
  assert.match(said, /^_waxseal\n/);
  for (const { name } of commandWords()) assert.ok(said.includes(`'${name}:`), name);
});

test('every option in a command’s help is an option of that command', () => {
  for (const { name, options, actions } of commandWords()) {
    for (const { name: option, takes } of options) {
      const given = takes === 'nothing' ? [option] : [`${option}=0`];
      const refusals = (actions.length > 0 ? actions : ['']).map((action) => {
        const args = [name, ...(action ? [action] : []), ...given, '--bogus'];
        const ended = spawnSync(PROGRAM, args, { encoding: 'utf8', cwd: dir });
        assert.equal(ended.status, 2, `${name} ${option}`);
        return ended.stderr;
      });
      const known = refusals.some((said) => !said.includes(`Unknown option '${option}'`));
      assert.ok(known, `${name} ${option}: ${refusals.join('')}`);
    }
  }
});

test('an unknown shell is refused', () => {
  for (const args of [['tcsh'], [], ['bash', 'zsh']]) {
    const ended = spawnSync(PROGRAM, ['completion', ...args], { encoding: 'utf8' });
    assert.equal(ended.status, 2);
    assert.equal(ended.stdout, '');
  }
});
