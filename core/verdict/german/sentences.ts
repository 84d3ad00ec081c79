import { GERMAN_EVIDENCE } from './found-evidence.js';
import { GERMAN_OF_KEYS } from './found-keys.js';
import { GERMAN_OF_POLICY } from './found-policy.js';

// A verdict carries what its checks found as one line of English: JSON, the cache of verdicts and the command show that line. The
// tables have a German sentence for each English one. `{name}` stands for a value, `{.name}` for one without spaces,
// `{=name}` for a sentence that has German words too, and `{~name}` for a text that may have some.

interface Value {
  readonly name: string;
  readonly kind: '' | '.' | '=' | '~';
}

interface Pattern {
  /** The literal parts; between each two of them there is a value. */
  readonly parts: readonly string[];
  readonly values: readonly Value[];
  readonly german: string;
}

function patternOf([english, german]: readonly [string, string]): Pattern {
  const pieces = english.split(/\{([.=~]?)(\w+)\}/);
  const values = [];
  for (let at = 1; at < pieces.length; at += 3)
    values.push({ kind: (pieces[at] ?? '') as Value['kind'], name: pieces[at + 1] ?? '' });
  return { parts: pieces.filter((_, at) => at % 3 === 0), values, german };
}

function weight({ parts }: Pattern): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** Those with more words of their own come first: they say more exactly what is meant. */
const PATTERNS = [GERMAN_EVIDENCE, GERMAN_OF_KEYS, GERMAN_OF_POLICY]
  .flatMap((table) => Object.entries(table))
  .map(patternOf)
  .sort((a, b) => weight(b) - weight(a));

const DEEPEST = 4;

/** The values of a text that has the form of a pattern, as they stand in it; undefined when it has another form. */
function valuesIn(text: string, { parts }: Pattern): string[] | undefined {
  const [first = '', ...rest] = parts;
  if (!text.startsWith(first)) return undefined;
  const last = rest.pop();
  if (last === undefined) return text === first ? [] : undefined;
  if (!text.endsWith(last)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const part of rest) {
    const end = text.indexOf(part, at);
    if (end < 0) return undefined;
    values.push(text.slice(at, end));
    at = end + part.length;
  }
  const end = text.length - last.length;
  return end < at ? undefined : [...values, text.slice(at, end)];
}

function inGerman(text: string, depth: number): string | undefined {
  for (const pattern of PATTERNS) {
    const found = valuesIn(text, pattern);
    const said = found && filledIn(pattern, found, depth);
    if (said !== undefined) return said;
  }
  return undefined;
}

function filledIn({ values, german }: Pattern, found: readonly string[], depth: number): string | undefined {
  const texts = new Map<string, string>();
  for (const [at, { name, kind }] of values.entries()) {
    const raw = found[at] ?? '';
    if (kind === '.' && raw.includes(' ')) return undefined;
    const isText = kind === '=' || kind === '~';
    const said = isText && depth < DEEPEST ? inGerman(raw, depth + 1) : undefined;
    if (kind === '=' && said === undefined) return undefined;
    texts.set(name, said ?? raw);
  }
  return german.replace(/\{(\w+)\}/g, (whole, name: string) => texts.get(name) ?? whole);
}

/** The German sentence for an English one about evidence or a policy, with the same values; undefined when there is none. */
export function germanFor(english: string): string | undefined {
  return inGerman(english, 0);
}
