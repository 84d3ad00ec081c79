import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gitKeys, settingNames, variables } from '../../io/config/names.js';
import { TABLE } from '../../io/config/table.js';
import { commandNames, helpText } from '../../signer/commands/help/help.js';

const PAGE = readFileSync('docs/configuration.md', 'utf8');

function defaultText(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return `\`${String(value)}\``;
}

/** The cells of a setting's row that come from the code. */
function expectedRow(name: keyof typeof TABLE): string {
  const rule = TABLE[name];
  const [key = '', ...otherKeys] = gitKeys(rule);
  const also = [...variables(rule), ...otherKeys].map((word) => `\`${word}\``).join(' ');
  const value = name === 'timeoutMs' || name === 'autocloseMs' ? Number(rule.fallback) / 1000 : rule.fallback;
  return `| \`${key}\`${['nothing', 'as-set-up'].includes(rule.repository) ? ' \\*' : ''} | ${also} | ${defaultText(value)} |`;
}

test('docs/configuration.md has every setting with its names, its default and a meaning, and no other', () => {
  const rows = PAGE.split('\n').filter((line) => /^\| `(?:waxseal|gpg)\./.test(line));
  for (const name of settingNames()) {
    const row = rows.find((line) => line.startsWith(expectedRow(name)));
    assert.ok(row, `docs/configuration.md has no row that begins with ${expectedRow(name)}`);
    assert.match(row.slice(expectedRow(name).length), /^ \S.{8,} \|$/, row);
  }
  assert.equal(rows.length, settingNames().length);
});

test('every option that the documents mention exists for its command', () => {
  const options = (text: string) => new Set(text.match(/--[a-z][a-z-]*/g));
  for (const file of [
    'README.md',
    'docs/ci.md',
    'docs/hooks.md',
    'docs/policy.md',
    'docs/privacy.md',
    'docs/sign-in.md',
  ])
    for (const [, command = '', rest = ''] of readFileSync(file, 'utf8').matchAll(
      /\bwaxseal ([a-z][a-z-]*)((?: [^`\n#|]+)?)/g,
    )) {
      if (!commandNames().includes(command)) continue;
      const known = helpText(command);
      const theirs = options(command === 'hook' ? known + helpText('verify') : known);
      for (const option of options(rest)) assert.ok(theirs.has(option), `${file}: waxseal ${command}${rest}`);
    }
});
