#!/usr/bin/env node
// Makes the words that VS Code reads: the messages of the extension (`l10n.t('…')` in its sources) and the texts of its
// manifest, in every language, from `extension/FEATURE/words`.
// usage: node scripts/l10n.mjs [--check]
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Languages besides English. */
const LANGUAGES = ['de'];
const CALL = /\bl10n\s*\.\s*t\s*\(\s*/g;
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`/y;

/**
 * The messages in a source text, in their order. Throws if one is not a single literal, because it could not be
 * found in a bundle.
 */
export function messagesOf(source, name) {
  const messages = [];
  for (const { index, 0: call } of source.matchAll(CALL)) {
    LITERAL.lastIndex = index + call.length;
    const literal = LITERAL.exec(source)?.[0];
    const rest = source.slice(LITERAL.lastIndex);
    if (literal === undefined || !/^\s*[,)]/.test(rest)) {
      const line = source.slice(0, index).split('\n').length;
      throw new Error(`${name}:${line}: the message of l10n.t is not one literal`);
    }
    messages.push(textOf(literal));
  }
  return messages;
}

// The text between the quotes has the syntax of JSON, except for the quotes themselves.
function textOf(literal) {
  const inner = literal.slice(1, -1).replace(/\\(['`])/g, '$1');
  return JSON.parse(`"${inner.replace(/(^|[^\\])"/g, '$1\\"').replaceAll('\n', '\\n')}"`);
}

/** Every message of the extension, sorted, without duplicates. */
export function messages() {
  const files = readdirSync('extension', { recursive: true })
    .map((name) => join('extension', String(name)))
    .filter((name) => name.endsWith('.ts'))
    .sort();
  return [...new Set(files.flatMap((name) => messagesOf(readFileSync(name, 'utf8'), name)))].sort();
}

/** The placeholders of a message, `{0}` and so on, sorted. */
export function placeholdersOf(message) {
  return [...new Set(message.match(/\{\d+\}/g) ?? [])].sort();
}

/** The words of all features in `words/NAME`, in the order of their folders. Throws if two features have the same key. */
function wordsOf(name) {
  const all = {};
  for (const feature of readdirSync('extension').sort()) {
    const file = join('extension', feature, 'words', name);
    if (!existsSync(file)) continue;
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
      if (Object.hasOwn(all, key)) throw new Error(`${file}: another feature has ${JSON.stringify(key)} too`);
      all[key] = text;
    }
  }
  return all;
}

/** The files for VS Code that are made from the words of the features, as Map(path -> object). */
export function generated() {
  const files = new Map([
    [join('l10n', 'bundle.l10n.json'), Object.fromEntries(messages().map((message) => [message, message]))],
    ['package.nls.json', wordsOf('manifest.en.json')],
  ]);
  for (const language of LANGUAGES) {
    files.set(join('l10n', `bundle.l10n.${language}.json`), wordsOf(`messages.${language}.json`));
    files.set(`package.nls.${language}.json`, wordsOf(`manifest.${language}.json`));
  }
  return files;
}

/** Writes the files that are out of date if `write` is true. Returns their names. */
export function writeWords(write = true) {
  return [...generated()].flatMap(([name, content]) => {
    const text = `${JSON.stringify(content, undefined, 2)}\n`;
    if (existsSync(name) && readFileSync(name, 'utf8') === text) return [];
    if (write) writeFileSync(name, text);
    return [name];
  });
}

if (process.argv[1]?.endsWith('l10n.mjs')) {
  const isCheck = process.argv.includes('--check');
  const stale = writeWords(!isCheck);
  if (stale.length === 0) console.log('the words for VS Code are those of the features');
  else if (!isCheck) console.log(`written: ${stale.join(', ')}`);
  else {
    console.error(`out of date: ${stale.join(', ')}: run node scripts/l10n.mjs`);
    process.exitCode = 1;
  }
}
