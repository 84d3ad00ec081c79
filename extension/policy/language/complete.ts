import type { Offer, Offers } from '../reading-calls.js';
import { type Cursor, cursorAt } from './cursor.js';
import { type PolicySchema, type SchemaNode, shapeOf } from './schema.js';
import { namesSigners, signerLines, signerNames } from './signers.js';
import { plain, snippetOf } from './snippet.js';

function afterField(kinds: readonly SchemaNode[], inset: number): string {
  const shapes = new Set(kinds.map(shapeOf));
  const below = `\n${' '.repeat(inset)}  `;
  if (shapes.size === 0 || shapes.has('word')) return ': $0';
  return shapes.has('list') ? `:${below}- $0` : `:${below}$0`;
}

function fields(schema: PolicySchema, cursor: Cursor, kinds: readonly SchemaNode[]): Offer[] {
  const { path, present, hasColon, inset, dash } = cursor;
  const item = dash === '' ? [] : [0];
  const names = new Set(kinds.flatMap(({ properties = {} }) => Object.keys(properties)));
  return [...names]
    .filter((name) => !present.includes(name))
    .map((name) => {
      const description = schema.describes([...path, ...item, name]);
      const after = hasColon ? '' : afterField(schema.at([...path, ...item, name]), inset + dash.length);
      return {
        label: name,
        kind: 'field',
        snippet: `${dash}${name}${after}`,
        ...(description !== undefined && { description }),
      };
    });
}

function snippets(kinds: readonly SchemaNode[], { fresh, present, inset, dash }: Cursor): Offer[] {
  return kinds
    .filter(({ additionalProperties: more }) => fresh || (typeof more === 'object' && present.length > 0))
    .flatMap(({ defaultSnippets = [] }) => defaultSnippets)
    .map(({ label, description, body }) => ({
      label,
      kind: 'snippet',
      snippet: snippetOf(body, dash !== '', inset),
      ...(description !== undefined && { description }),
    }));
}

function values(schema: PolicySchema, cursor: Cursor, kinds: readonly SchemaNode[]): Offer[] {
  const { path, root, dash } = cursor;
  if (namesSigners(path)) {
    const names: Offer[] = signerNames(root).map((name) => ({
      label: name,
      kind: 'signer',
      snippet: `${dash}${plain(name)}`,
      description: signerLines(root, name).join('\n'),
    }));
    const isMerges = path[2] === 'merges' && path.length === 3 && dash === '';
    return isMerges ? [...names, { label: 'nobody', kind: 'value', snippet: 'nobody' }] : names;
  }
  const words = new Set(
    kinds.flatMap((kind) => [
      ...(kind.enum ?? []),
      ...(kind.const === undefined ? [] : [String(kind.const)]),
      ...(kind.examples ?? []),
    ]),
  );
  const description = schema.describes(path);
  return [...words].map((word) => ({
    label: word,
    kind: 'value',
    snippet: `${dash}${plain(word)}`,
    ...(description !== undefined && { description }),
  }));
}

/** A list may begin at the cursor. Then its items are offered with a dash before them. */
function asItems(schema: PolicySchema, cursor: Cursor): { cursor: Cursor; kinds: readonly SchemaNode[] } {
  return { cursor: { ...cursor, dash: '- ' }, kinds: schema.at([...cursor.path, 0]) };
}

/** What can be written at an offset of a policy: fields, values, names of signers, and templates for a start. */
export function complete(text: string, offset: number, schema: PolicySchema): Offers | undefined {
  const cursor = cursorAt(text, offset);
  if (!cursor) return undefined;
  const { start, end, path, role, fresh, ownLine, dash } = cursor;
  const offers: Offer[] = [];
  // When we insert the dash, `path` already leads to an item. The list is one step above.
  const here = dash === '' ? path : path.slice(0, -1);
  const at = { ...cursor, path: here };
  const add = (where: Cursor, kinds: readonly SchemaNode[], words = true) => {
    const mappings = kinds.filter((kind) => shapeOf(kind) === 'mapping');
    const isBlock = ownLine || role === 'key';
    if (isBlock) offers.push(...fields(schema, where, mappings));
    if (ownLine) offers.push(...snippets(mappings, where));
    if (fresh && words)
      offers.push(
        ...values(
          schema,
          where,
          kinds.filter((kind) => shapeOf(kind) === 'word'),
        ),
      );
  };
  const takesList = schema.at(here).some((kind) => shapeOf(kind) === 'list');
  const beginsList = fresh && ownLine && takesList;
  if (dash === '') add(at, schema.at(path), !beginsList);
  if (dash !== '' || beginsList) {
    const { cursor: item, kinds } = asItems(schema, at);
    add(item, kinds);
  }
  return { start, end, offers };
}
