import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ERRORS } from '../../core/codes/errors.js';
import type { Among, Code, ReasonCode } from '../../core/codes/index.js';
import { INSTALLATION_SENTENCES } from '../../core/installation/index.js';
import { POLICY_SENTENCES } from '../../core/signer-policy/index.js';
import { REASON_HELP } from '../../core/verdict/index.js';
import { TRUST_SENTENCES } from '../../inspect/trust/index.js';
import { GitError } from '../../io/git/index.js';
import { errorsFile, errorsPage } from './errors-page.js';

const ROOMS = ['core', 'io', 'inspect', 'act', 'signer', 'extension'];

/** Errors without a code of their own: the one hands on that of another thread, the other the words of another program. */
const HAND_ON = ['CallError', 'ProgramError'];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const PRODUCT = ROOMS.flatMap(sources)
  .filter((path) => !path.startsWith(join('core', 'codes')))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const CODES = Object.values(ERRORS).flatMap((codes) => Object.keys(codes));
const HELP = Object.values(ERRORS).flatMap((codes) => Object.entries<readonly [string, string]>(codes));

for (const [file, text] of [
  ['core/codes/errors.ts', errorsFile],
  ['docs/errors.md', errorsPage],
] as const)
  test(`${file} lists every code of core/codes/errors`, () => {
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text());
    assert.equal(readFileSync(file, 'utf8'), text(), 'UPDATE_GOLDEN=1 writes it');
  });

test('a code that is not in the union does not compile', () => {
  // @ts-expect-error no such code
  const unknown: Code = 'GIT_NOT_FUOND';
  // @ts-expect-error a reason, but not of this spelling
  const misspelt: Among<ReasonCode, 'SIGNATURE_WORNG'> = 'SIGNATURE_WORNG';
  // @ts-expect-error a code of another kind of error
  const foreign = new GitError('TIMEOUT', '');
  const known: Code[] = ['GIT_NOT_FOUND', 'SIGNATURE_WRONG', 'POLICY_SYNTAX'];
  assert.deepEqual(
    [unknown, misspelt, foreign.code, known.length],
    ['GIT_NOT_FUOND', 'SIGNATURE_WORNG', 'TIMEOUT', 3],
  );
});

test('no two of errors, reasons and rules have the same code', () => {
  const rules = [POLICY_SENTENCES, TRUST_SENTENCES].flatMap(({ en }) => Object.keys(en));
  // An installation also has the reasons of the attestation of its release.
  const reasons = Object.keys(REASON_HELP);
  const own = Object.keys(INSTALLATION_SENTENCES.en).filter((rule) => !reasons.includes(rule));
  const all = [...CODES, ...reasons, ...rules, ...own];
  assert.ok(CODES.length > 90, `only ${CODES.length} codes were found`);
  assert.deepEqual(
    all.filter((code, index) => all.indexOf(code) !== index),
    [],
  );
});

test('every class of errors has a code, and its type comes from core/codes', () => {
  const classes = PRODUCT.flatMap(({ path, text }) =>
    [...text.matchAll(/class (\w+) extends \w*Error \{([\s\S]*?)\n\}/g)].map(([, name = '', body = '']) => {
      const type = /readonly code: (\w+ErrorCode)\b/.exec(body)?.[1];
      return { path, text, name, body, type };
    }),
  );
  assert.ok(classes.length > 25, `only ${classes.length} classes were found`);
  for (const { path, text, name, body, type } of classes) {
    if (HAND_ON.includes(name)) continue;
    if (type === undefined)
      assert.match(body, /readonly code = '\w+' satisfies keyof typeof \w+_ERRORS;/, name);
    else if (type !== 'PolicyErrorCode')
      assert.match(text, new RegExp(`export type ${type} =[^;']*(keyof typeof \\w+_ERRORS|Among<)`), path);
  }
});

test('every code is one that some error has', () => {
  const text = PRODUCT.map((file) => file.text).join('\n');
  assert.deepEqual(
    CODES.filter((code) => !text.includes(`'${code}'`)),
    [],
  );
});

test('every code says in plain text what is the matter and what to do, and no two say the same', () => {
  for (const [code, [matter, todo]] of HELP)
    for (const words of [matter, todo]) assert.match(words, /^[^|`<>\n]{10,140}[^.\n]$/, code);
  const matters = HELP.map(([, [matter]]) => matter);
  assert.deepEqual(
    matters.filter((matter, index) => matters.indexOf(matter) !== index),
    [],
  );
});
