import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import { policyError } from './error.js';

// Loaded only when there is a policy to read: nothing on the way of a signature imports this module statically.

/** No aliases: a policy does not need them, and they can multiply its size. */
const OPTIONS = { maxAliasCount: 0, version: '1.2', uniqueKeys: true, stringKeys: true } as const;

/**
 * The plain value of one YAML 1.2 document (duplicate keys, aliases and several documents are errors).
 * @throws PolicyError POLICY_SYNTAX with line and column
 */
export function readYaml(text: string, source: string): unknown {
  const document = parseDocument(text, { ...OPTIONS, prettyErrors: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const at = problem.linePos?.[0];
    const place = at ? `${source}:${at.line}:${at.col}` : source;
    const words = (problem.message.split('\n')[0] ?? '').replace(/ at line .*$/, '');
    throw policyError('POLICY_SYNTAX', 'own.parser', { place, words });
  }
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw policyError('POLICY_SYNTAX', 'own.alias', { source });
  }
}

/** `text` with `identity` as the last of the list `identities`, unless it is listed; what else the file says is kept. */
export function appendIdentity(
  text: string,
  identity: { readonly issuer: string; readonly subject: string },
): string {
  const document: Document = parseDocument(text, OPTIONS);
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
