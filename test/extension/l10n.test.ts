import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Script {
  messages(): string[];
  messagesOf(source: string, name: string): string[];
  placeholdersOf(message: string): string[];
  generated(): Map<string, Record<string, string>>;
}

const script = (await import(pathToFileURL(join(process.cwd(), 'scripts', 'l10n.mjs')).href)) as Script;
const read = (path: string): Record<string, string> => JSON.parse(readFileSync(path, 'utf8'));
/** Languages besides English. */
const LANGUAGES = ['de'];

function sources(folder: string): [name: string, text: string][] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(name, 'utf8')]);
}

test('the bundle for translators contains every message of the sources and no other', () => {
  const messages = script.messages();
  assert.ok(messages.length > 200);
  assert.deepEqual(
    read('l10n/bundle.l10n.json'),
    Object.fromEntries(messages.map((message) => [message, message])),
    'run node scripts/l10n.mjs',
  );
});

test('the words that VS Code reads are those of the features', () => {
  for (const [name, made] of script.generated())
    assert.deepEqual(read(name), made, `${name}: run node scripts/l10n.mjs`);
});

test('a feature translates only messages of its own sources', () => {
  for (const feature of readdirSync('extension')) {
    const file = join('extension', feature, 'words', 'messages.de.json');
    if (!existsSync(file)) continue;
    const own = sources(join('extension', feature)).flatMap(([name, text]) => script.messagesOf(text, name));
    assert.deepEqual(
      Object.keys(read(file)).filter((message) => !own.includes(message)),
      [],
      file,
    );
  }
});

test('messages are found in every notation, and a message made from parts is refused', () => {
  const source = `l10n.t('it\\'s {0}', a); l10n.t(\n  "two \\"x\\"",\n) + l10n.t(\`three\`) + L10n.t('no')`;
  assert.deepEqual(script.messagesOf(source, 'x.ts'), ["it's {0}", 'two "x"', 'three']);
  for (const wrong of [
    "l10n.t('a' + b)",
    'l10n.t(`a $' + '{b}`)',
    'l10n.t(text)',
    "l10n.t({ message: 'a' })",
  ])
    assert.throws(
      () => script.messagesOf(wrong, 'x.ts'),
      /x\.ts:1: the message of l10n\.t is not one literal/,
    );
});

test('no message box, placeholder or prompt has an untranslated text', () => {
  const own =
    /(?:show(?:Error|Warning|Information)Message|setStatusBarMessage)\(\s*(['"`])(?!Waxseal: \$\{)[^'"`]*[A-Za-z]{2}|(?:placeHolder|placeholder|prompt|tooltip): ['"`][A-Z]/;
  const wrong = sources('extension').filter(([, text]) => own.test(text));
  assert.deepEqual(
    wrong.map(([name]) => name),
    [],
  );
});

test('pages contain no words of their own: they receive all of them', () => {
  const own = /(?:element\([^()]*\{[^{}]*\},\s*|textContent = |aria-label['"]?: )['"`][A-Z][a-z]+/;
  const wrong = sources('webview').filter(([, text]) => own.test(text));
  assert.deepEqual(
    wrong.map(([name]) => name),
    [],
  );
});

for (const language of LANGUAGES) {
  const pairs: [name: string, english: Record<string, string>, other: Record<string, string>][] = [
    ['messages of the code', read('l10n/bundle.l10n.json'), read(`l10n/bundle.l10n.${language}.json`)],
    ['texts of the manifest', read('package.nls.json'), read(`package.nls.${language}.json`)],
  ];
  for (const [name, english, other] of pairs) {
    test(`the ${name} are translated to ${language}, so that no page mixes languages`, () => {
      const missing = Object.keys(english).filter((key) => !Object.hasOwn(other, key));
      const left = Object.keys(other).filter((key) => !Object.hasOwn(english, key));
      assert.deepEqual(missing, [], 'not translated');
      assert.deepEqual(left, [], 'translated and not used');
    });

    test(`the ${name} in ${language} have the placeholders, links and icons of the English ones`, () => {
      const marks = (text: string) => [
        ...script.placeholdersOf(text),
        ...(text.match(/\]\((?:command|https?):[^)]*\)|\$\([a-z-]+\)|`[^`]*`/g) ?? []).sort(),
      ];
      for (const [key, text] of Object.entries(other)) {
        assert.notEqual(text.trim(), '', key);
        if (Object.hasOwn(english, key)) assert.deepEqual(marks(text), marks(english[key] ?? ''), text);
      }
    });
  }
}
