#!/usr/bin/env node
// Collects the messages of the extension (`l10n.t('…')` in its sources) in l10n/bundle.l10n.json, from which
// translations are made.
// usage: node scripts/l10n.mjs [--check]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUNDLE = join('l10n', 'bundle.l10n.json');
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

/** Writes the bundle if it is out of date and `write` is true. Returns whether it was out of date. */
export function writeBundle(write = true) {
  const bundle = Object.fromEntries(messages().map((message) => [message, message]));
  const text = `${JSON.stringify(bundle, undefined, 2)}\n`;
  if (readFileSync(BUNDLE, 'utf8') === text) return false;
  if (write) writeFileSync(BUNDLE, text);
  return true;
}

if (process.argv[1]?.endsWith('l10n.mjs')) {
  const isCheck = process.argv.includes('--check');
  if (!writeBundle(!isCheck)) console.log(`${BUNDLE} holds all messages`);
  else if (!isCheck) console.log(`${BUNDLE} written`);
  else {
    console.error(`${BUNDLE} is out of date: run node scripts/l10n.mjs`);
    process.exitCode = 1;
  }
}
