import { EncodingError } from './error.js';
import { parseJson } from './json.js';

const MAX_DEPTH = 64;

function malformed(what: string): EncodingError {
  return new EncodingError('JSON_MALFORMED', what);
}

/** Index after the string that starts at `at`, in text known to be JSON. */
function endOfString(text: string, at: number): number {
  let i = at + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

/** The member names of each open object; undefined for an array. */
type Open = (Set<string> | undefined)[];

function takeName(open: Open, quoted: string): void {
  const names = open.at(-1);
  const name: unknown = JSON.parse(quoted);
  if (typeof name !== 'string' || !names) return;
  if (names.has(name)) throw malformed('a member is there twice');
  names.add(name);
}

function checkMembers(text: string): void {
  const open: Open = [];
  let nameComes = false;
  for (let i = 0; i < text.length; ) {
    const c = text[i];
    if (c === '"') {
      const end = endOfString(text, i);
      if (nameComes) takeName(open, text.slice(i, end));
      nameComes = false;
      i = end;
      continue;
    }
    if (c === '{' || c === '[') open.push(c === '{' ? new Set() : undefined);
    else if (c === '}' || c === ']') open.pop();
    if (open.length > MAX_DEPTH) throw malformed(`nested more than ${MAX_DEPTH} deep`);
    if (c === '{' || c === ',') nameComes = open.at(-1) !== undefined;
    i++;
  }
}

/**
 * Parses JSON text in which no object has a member twice. Some readers take the first of two such members and some the last,
 * so a signed text could mean two things (RFC 8259 section 4). At most 64 levels deep; the caller bounds the size.
 * @throws EncodingError JSON_MALFORMED
 */
export function parseStrictJson(text: string): unknown {
  const value = parseJson(text);
  checkMembers(text);
  return value;
}
