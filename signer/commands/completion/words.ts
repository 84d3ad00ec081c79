import { OVERVIEW, TOPICS } from '../help/help.js';

/** What can follow a command's name. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  /** Words like `show` and `update`, of which one comes first. */
  readonly actions: readonly string[];
  /** With their dashes. */
  readonly options: readonly OptionWords[];
}

/** An option and what it takes. */
export interface OptionWords {
  readonly name: string;
  readonly takes: 'nothing' | 'value' | 'file' | readonly string[];
}

const OPTION =
  /--([a-z](?:[a-z0-9-]*[a-z0-9])?)(?![a-z0-9-])((?:\|[a-z]+)*)(?:[ =]((?:[A-Z][A-Z0-9]*\b|[a-z]+(?:\|[a-z]+)+))(?![a-z.]))?/g;
/** How a help text says that it takes these too. */
const LIKE_VERIFY = 'the --certificate-... options of "waxseal help verify"';
const ALIASES: Readonly<Record<string, string>> = { 'verify-tag': 'verify' };

/** The words of every command, read from its help: what a person is told and what is completed cannot differ. */
export function commandWords(): CommandWords[] {
  return summaries().map(([name, summary]) => {
    const text = TOPICS[ALIASES[name] ?? name] ?? '';
    return { name, summary, actions: actionsOf(name, text), options: optionsOf(text) };
  });
}

/** Names and summaries, as the overview lists them: `waxseal NAME …  summary`, or two names with `|` between them. */
function summaries(): [string, string][] {
  const found: [string, string][] = [
    ...OVERVIEW.matchAll(/^ {2}waxseal ([a-z][a-z-]*)(?: \| ([a-z-]+))?.*? {2,}(.+)$/gm),
  ].flatMap(([, name = '', other, summary = '']) =>
    [name, ...(other === undefined ? [] : [other])].map((one): [string, string] => [one, summary]),
  );
  const aliases = Object.entries(ALIASES).map(([alias, name]): [string, string] => [
    alias,
    `the same as ${name}`,
  ]);
  return [...found, ...aliases];
}

function actionsOf(name: string, text: string): string[] {
  const usage = text.matchAll(new RegExp(`waxseal ${name} ([a-z]+(?:\\|[a-z]+)*)`, 'g'));
  return [...new Set([...usage].flatMap(([, words = '']) => words.split('|')))];
}

function optionsOf(text: string): OptionWords[] {
  const found = new Map<string, OptionWords>();
  for (const [, first = '', more, value] of text.matchAll(OPTION)) {
    const stem = first.slice(0, first.lastIndexOf('-') + 1);
    const names = [
      first,
      ...(more ?? '')
        .split('|')
        .filter(Boolean)
        .map((last) => `${stem}${last}`),
    ];
    for (const option of names) {
      const takes = takenBy(value);
      const known = found.get(option);
      if (known === undefined || known.takes === 'nothing') found.set(option, { name: `--${option}`, takes });
    }
  }
  if (text.includes(LIKE_VERIFY))
    for (const option of optionsOf(TOPICS['verify'] ?? ''))
      if (option.name.startsWith('--certificate-')) found.set(option.name, option);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function takenBy(value: string | undefined): OptionWords['takes'] {
  if (value === undefined) return 'nothing';
  if (value.includes('|')) return value.split('|');
  return /^(?:FILE|B|X)$/.test(value) ? 'file' : 'value';
}
