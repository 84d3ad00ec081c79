#!/usr/bin/env node
// Gathers what the extension says, `l10n.t('…')` in its sources, into l10n/bundle.l10n.json, which translations are made from.
// usage: node scripts/l10n.mjs [--check]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUNDLE = join('l10n', 'bundle.l10n.json');
const CALL = /\bl10n\s*\.\s*t\s*\(\s*/g;
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`/y;

/**
 * The messages of a source text, in its order.
 * Throws where one is not a single literal: it could not be found in a bundle.
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

// The text between the quotes is JSON's but for the quotes themselves.
function textOf(literal) {
  const inner = literal.slice(1, -1).replace(/\\(['`])/g, '$1');
  return JSON.parse(`"${inner.replace(/(^|[^\\])"/g, '$1\\"').replaceAll('\n', '\\n')}"`);
}

/** Every message of the extension, once, sorted. */
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

/** Writes the bundle where it is out of date, unless it is only to be looked at; returns whether it was out of date. */
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
