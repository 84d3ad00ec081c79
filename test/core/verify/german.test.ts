import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { POLICY_SENTENCES_IN_GERMAN } from '../../../core/signer-policy/german/index.js';
import { GERMAN_EVIDENCE } from '../../../core/verdict/german/found-evidence.js';
import { GERMAN_OF_KEYS } from '../../../core/verdict/german/found-keys.js';
import { GERMAN_OF_POLICY } from '../../../core/verdict/german/found-policy.js';
import { GERMAN, GERMAN_REASONS, germanFor, germanFound } from '../../../core/verdict/german/index.js';
import { CHECK_NAMES, ENGLISH, REASON_HELP } from '../../../core/verdict/index.js';

// Program and editor share one table of words by code and language. These tests find a code without German words.

type Texts = Readonly<Record<string, unknown>>;

/** Every text of a table, by its place in it: `means.valid`. */
function textsOf(table: unknown, at = ''): Map<string, string> {
  if (typeof table === 'string') return new Map([[at, table]]);
  const entries = Object.entries((table ?? {}) as Texts);
  return new Map(entries.flatMap(([key, value]) => [...textsOf(value, at === '' ? key : `${at}.${key}`)]));
}

/** What both languages must name: values, options, settings, files and commands that are typed. */
function marksOf(text: string): string[] {
  const marks =
    text.match(
      /\{[.=~]?"?\w+"?\}|--[a-z][\w-]*[a-z]|\bwaxseal\.\w+|\bgpg\.\w+(?:\.\w+)*|\.waxseal\.yaml|\bgit [a-z]+(?:-[a-z]+)*|\bwaxseal [a-z]+/g,
    ) ?? [];
  return [...new Set(marks.map((mark) => mark.replace(/^\{[.=~]?"?(\w+)"?\}$/, '{$1}')))].sort();
}

/** In German sentences, `git sagt` is not a command. */
const NO_COMMAND = /^(?:git|waxseal) (?:says|sagt|does|nicht|schreibt|write|gemacht|can|and|der|kann)$/;

function sameMarks(english: string, german: string, where: string): void {
  const typed = (text: string) => marksOf(text).filter((mark) => !NO_COMMAND.test(mark));
  assert.deepEqual(typed(german), typed(english), `${where}: ${german}`);
}

const TABLES: readonly (readonly [name: string, english: unknown, german: unknown])[] = [
  ['outcomes, checks and phrases', ENGLISH, GERMAN],
  ['reasons and their advice', REASON_HELP, GERMAN_REASONS],
  ['mistakes in a policy', POLICY_SENTENCES_IN_GERMAN.en, POLICY_SENTENCES_IN_GERMAN.de],
];
/** Words of the field, and forms that contain values only. */
const ALIKE = new Set([
  'SCT',
  'SET',
  'sct',
  'set',
  'Checkpoint',
  'checkpoint',
  '{time}, {source}',
  '{reason} ({rule})',
]);

for (const [name, english, german] of TABLES)
  test(`the ${name} are in English and German, with the same placeholders, options and commands`, () => {
    const [one, other] = [textsOf(english), textsOf(german)];
    assert.ok(one.size > 10);
    assert.deepEqual([...other.keys()].sort(), [...one.keys()].sort());
    for (const [key, text] of one) {
      const translated = other.get(key) ?? '';
      assert.notEqual(translated.trim(), '', key);
      if (!ALIKE.has(text)) assert.notEqual(translated, text, `${key} is English`);
      sameMarks(text, translated, key);
    }
  });

const FOUND = { ...GERMAN_EVIDENCE, ...GERMAN_OF_KEYS, ...GERMAN_OF_POLICY };

test('a German sentence about what was found has the values of the English one', () => {
  for (const [english, german] of Object.entries(FOUND)) {
    sameMarks(english, german, english);
    assert.doesNotMatch(german, /\{[.=~]/);
  }
});

/** Where the lines of verdicts and policies are worded. */
const WORDED = [
  'core/verify',
  ...['apply', 'assign', 'check-rule', 'evaluate', 'reachable', 'who'].map(
    (name) => `core/repository-policy/${name}.ts`,
  ),
  'core/signer-policy/allows-signer.ts',
  'core/signer-policy/work.ts',
  ...['allow', 'allowed-line', 'raw-signature', 'verify'].map((name) => `core/signature/ssh/${name}.ts`),
  'core/signature/openpgp/result.ts',
  'core/image/evidence/judge.ts',
  'core/image/evidence/asked-annotations.ts',
  'core/timestamp/verify.ts',
  'core/timestamp/signer-certificate.ts',
  ...['chain', 'constraints', 'leaf', 'smime-leaf', 'smime-path'].map(
    (name) => `core/certificate/${name}.ts`,
  ),
];

/** Every text of a source file that has a space; `{}` stands for each value in it. */
function textsIn(path: string): string[] {
  const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts', charset: 'utf8' });
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { type, value, quasis } = node as {
      type?: string;
      value?: unknown;
      quasis?: { value: { cooked: string } }[];
    };
    if (type === 'Literal' && typeof value === 'string') texts.push(value);
    if (type === 'TemplateLiteral') texts.push((quasis ?? []).map((one) => one.value.cooked).join('{}'));
    for (const child of Object.values(node)) visit(child);
  };
  visit(parse(code, { ecmaVersion: 2023, sourceType: 'module' }).body);
  return texts.filter((text) => /[a-z] |^ [a-z]|\} [a-z]/.test(text));
}

/** Texts that no reader sees as a sentence of its own: parts of others, and faults inside a damaged file. */
const PARTS = new Set([
  ' and {} more',
  '{}: {} wants {}',
  'no rule is for this {}',
  'the {} {} is not among {}',
  'the name of the {} is not known',
  '{} takes more work than is done for one answer',
  'before the certificate’s life began',
  'after the certificate had expired',
  '{} to {}',
  '{} is {} ({})',
  '{} by {}',
  'up to {}{}; revocation is not checked',
  ', valid at {}',
  ' or ',
  'a root whose name cannot be read',
  'the log entry is for {}',
  'the name inside the tag object cannot be read: {}',
  'an extension is malformed: {}',
  'the ECDSA signature',
  'the SSH signature',
  'ssh authority {}',
]);

/** A sentence after a place or another word, as in `line 3: it names nobody`. */
function isMadeOfOthers(text: string): boolean {
  const isMade = /^(?:line )?\{\}: |^the log entry is for /.test(text);
  return isMade && germanFor(text.replaceAll('{}', 'x')) !== undefined;
}

test('every sentence that a check or a policy can say has a German one', () => {
  const files = WORDED.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true })
          .map((name) => join(path, String(name)))
          .filter((name) => name.endsWith('.ts'))
      : [path],
  );
  const known = new Set(Object.keys(FOUND).map((text) => text.replace(/\{[.=~]?\w+\}/g, '{}')));
  const texts = files.flatMap((path) => textsIn(path).map((text) => [path, text] as const));
  assert.ok(texts.length > 150);
  assert.deepEqual(
    texts
      .filter(([, text]) => !known.has(text) && !PARTS.has(text) && !isMadeOfOthers(text))
      .map(([path, text]) => `${path}: ${text}`),
    [],
  );
  const seen = new Set(texts.map(([, text]) => text));
  assert.deepEqual(
    [...PARTS].filter((text) => !seen.has(text)),
    [],
    'these are nowhere in the sources',
  );
});

const SAID: readonly (readonly [english: string, german: string])[] = [
  ['entry 7 of a tree of 12', 'Eintrag 7 in einem Baum aus 12 Einträgen'],
  [
    '.waxseal.yaml of main (commit 0123): rule "all" (line 5) wants a signature',
    '.waxseal.yaml von main (Commit 0123): Regel "all" (Zeile 5) verlangt eine Signatur',
  ],
  [
    'p: ada is not among the signers of rule "a" (line 2); its exception (line 9) ended at 2026-01-01T00:00:00Z',
    'p: ada steht nicht unter signers von Regel "a" (Zeile 2); die Ausnahme (Zeile 9) endete am 2026-01-01T00:00:00Z',
  ],
  ['the commit changes a, b, c and 2 more', 'der Commit ändert a, b, c und 2 weitere'],
  [
    'allowed signers: line 3: the certificate has expired',
    'Datei der erlaubten Schlüssel: Zeile 3: das Zertifikat ist abgelaufen',
  ],
  ['2026-01-01T00:00:00Z by a trusted authority', '2026-01-01T00:00:00Z von einer vertrauenswürdigen Stelle'],
  [
    'the tag calls itself v1 {asked} and was asked for as v2',
    'das Tag nennt sich v1 {asked} und wurde als v2 verlangt',
  ],
];
for (const [english, german] of SAID)
  test(`in German, with its values: ${english}`, () => {
    assert.equal(germanFor(english), german);
  });

test('a line without a German sentence is not shown in English: the reason is said instead', () => {
  for (const detail of ['tag 0x30 expected at byte 17', 'p: tag 0x30 expected', 'it is wrong by far: x'])
    assert.equal(germanFor(detail), undefined);
  const wrong = { outcome: 'failed', detail: 'tag 0x30 expected at byte 17' } as const;
  assert.equal(
    germanFound({ ...wrong, name: 'structure', reason: 'CMS_MALFORMED' }),
    GERMAN_REASONS.CMS_MALFORMED.title,
  );
  const passed = CHECK_NAMES.map((name) => germanFound({ name, outcome: 'passed', detail: 'x' }));
  assert.equal(new Set(passed).size, CHECK_NAMES.length);
});

test('a sentence is translated only as a whole', () => {
  assert.equal(germanFor('a signature'), 'eine Signatur');
  assert.equal(germanFor('a signature of another kind'), undefined);
  assert.equal(germanFor('rule x (line 3) does not let make merges'), undefined, 'one space for two');
});

test('sentences inside sentences are translated five deep', () => {
  const deep = (times: number) => germanFor(`${'the command line: '.repeat(times)}a signature`);
  assert.equal(deep(4), `${'die Befehlszeile: '.repeat(4)}eine Signatur`);
  assert.equal(deep(5), undefined);
});
