import { type Document, isMap, isSeq, LineCounter, type Pair, type Scalar, visit } from 'yaml';
import { isTooDeep } from './depth.js';
import { policyError } from './error.js';
import { parseYaml } from './parse-yaml.js';

// Loaded only when there is a policy to read: nothing on the way of a signature imports this module statically.

/**
 * No aliases: a policy does not need them, and they can multiply its size. Duplicates are found below: the library compares each
 * key with each other key, and draws the line of each error, which takes minutes.
 */
const OPTIONS = { version: '1.2', uniqueKeys: false, stringKeys: true, prettyErrors: false } as const;

/**
 * The plain value of one YAML 1.2 document (duplicate keys, aliases and several documents are errors). Takes time linear in
 * the text, but for its line ends.
 * @throws PolicyError POLICY_SYNTAX with line and column, POLICY_TOO_LARGE for deep nesting
 */
export function readYaml(text: string, source: string): unknown {
  if (isTooDeep(text)) throw policyError('POLICY_TOO_LARGE', 'own.depth', { source });
  const lineCounter = new LineCounter();
  const document = parseYaml(text, { ...OPTIONS, lineCounter });
  const problem = document.errors[0] ?? document.warnings[0] ?? repeated(document);
  if (problem) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    const words = problem.message.split('\n')[0] ?? '';
    throw policyError('POLICY_SYNTAX', 'own.parser', { place: `${source}:${line}:${col}`, words });
  }
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw policyError('POLICY_SYNTAX', 'own.alias', { source });
  }
}

/** The first key that a mapping has twice. */
function repeated(
  document: Document,
): { readonly pos: readonly [number]; readonly message: string } | undefined {
  let at: number | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items as Pair<Scalar>[]) {
        if (seen.has(key.value)) at = key.range?.[0] ?? 0;
        if (at !== undefined) return visit.BREAK;
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return at === undefined ? undefined : { pos: [at], message: 'Map keys must be unique' };
}

/** `text` with `identity` as the last of the list `identities`, unless it is listed; what else the file says is kept. */
export function appendIdentity(
  text: string,
  identity: { readonly issuer: string; readonly subject: string },
): string {
  const document: Document = parseYaml(text, OPTIONS);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  const list = document.get('identities');
  const entry = { issuer: identity.issuer, subject: identity.subject };
  if (!isSeq(list)) document.set('identities', [entry]);
  else {
    const listed = (list.toJSON() as Record<string, unknown>[]).some(
      (item) =>
        item['issuer'] === entry.issuer &&
        item['subject'] === entry.subject &&
        Object.keys(item).length === 2,
    );
    if (listed) return text;
    document.addIn(['identities'], entry);
  }
  return document.toString({ lineWidth: 0 });
}
