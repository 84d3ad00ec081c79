import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { gitKeys, settingNames, variables } from '../../io/config/names.js';
import { type RepositoryMay, type SettingRule, TABLE } from '../../io/config/table.js';

const [, threats = ''] = readFileSync('SECURITY.md', 'utf8').split(/^## (?=Threats$)/m);
const rows = (threats.split(/^## /m)[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| attack'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('every threat in SECURITY.md names a check and a test that exists', () => {
  assert.ok(rows.length > 20);
  for (const [, attack, check, proof = ''] of rows) {
    const [, file = '', name = ''] = /^`([\w/-]+)`: (.+)$/.exec(proof) ?? [];
    const path = `test/${file}.test.ts`;
    assert.ok(attack && check && existsSync(path), `${attack}: ${path}`);
    const written = readFileSync(path, 'utf8').replaceAll("\\'", "'");
    assert.ok(written.includes(name), `${attack}: ${path} has no test "${name}"`);
  }
});

const MAY: Readonly<Record<RepositoryMay, string>> = {
  sign: 'yes',
  'with-issuer': 'beside `waxseal.issuer`',
  'as-set-up': 'as set-up wrote it',
  'only-true': 'only `true`',
  nothing: 'no',
};

/** The table of settings, from the configuration's own table. */
function settingsTable(): string {
  const lines = settingNames().map((name) => {
    const rule = TABLE[name] as SettingRule<unknown>;
    const everywhere = `system, user, \`git -c\`${variables(rule).length > 0 ? ', environment' : ''}`;
    return `| \`${gitKeys(rule)[0]}\` | ${everywhere} | ${MAY[rule.repository]} | ${MAY[rule.verifying ?? 'nothing']} |`;
  });
  return [
    '| setting | from you | from a repository or worktree, for signing | and for verifying |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n');
}

test('the table of who may set what is the configuration’s own', () => {
  const page = readFileSync('SECURITY.md', 'utf8');
  const [before, table, after = ''] = page.split(/<!-- settings -->\n|\n<!-- end -->/);
  if (process.env['UPDATE_GOLDEN']) {
    writeFileSync('SECURITY.md', `${before}<!-- settings -->\n${settingsTable()}\n<!-- end -->${after}`);
    return;
  }
  assert.equal(table, settingsTable());
  assert.equal(after, '\n', 'the table ends the page');
});
