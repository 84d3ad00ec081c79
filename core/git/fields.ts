import { fromUtf8, latin1 } from '../encoding/index.js';
import { GitObjectError } from './error.js';
import { type Ident, parseIdent } from './ident.js';
import { headerLines } from './lines.js';
import { splitTag } from './split-tag.js';

/** The fields of a commit that people are shown. Text is as its author wrote it, and not yet harmless to print. */
export interface CommitFields {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Ident;
  readonly committer: Ident;
  readonly message: string;
}

/** The fields of an annotated tag that people are shown; `message` is without the signature. Not yet harmless to print. */
export interface TagFields {
  readonly object: string;
  readonly targetType: string;
  readonly name: string;
  readonly tagger?: Ident;
  readonly message: string;
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SHOWN = new Set(['tree', 'parent', 'author', 'committer', 'object', 'type', 'tag', 'tagger']);

/** The bytes as UTF-8, or as ISO 8859-1 when they are not UTF-8. An `encoding` header is ignored. */
function text(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return latin1(bytes);
  }
}

function malformed(what: string): GitObjectError {
  return new GitObjectError('OBJECT_MALFORMED', what);
}

/** The headers that are shown, by name in order, and the text after the blank line. */
function read(raw: Uint8Array): { headers: Map<string, string[]>; message: string } {
  const headers = new Map<string, string[]>();
  let message = '';
  for (const [start, end, rest] of headerLines(raw)) {
    const line = raw.subarray(start, !rest && raw[end - 1] === 0x0a ? end - 1 : end);
    if (rest) message = text(line.subarray(1));
    const space = rest ? -1 : line.indexOf(0x20);
    const name = space > 0 ? latin1(line.subarray(0, Math.min(space, 16))) : '';
    if (!SHOWN.has(name)) continue;
    const values = headers.get(name) ?? [];
    values.push(text(line.subarray(space + 1)));
    headers.set(name, values);
  }
  return { headers, message };
}

function only(headers: Map<string, string[]>, name: string): string {
  const [value, second] = headers.get(name) ?? [];
  if (value === undefined || second !== undefined)
    throw malformed(`the object has not exactly one "${name}" header`);
  return value;
}

function id(value: string, name: string): string {
  if (!OBJECT_ID.test(value)) throw malformed(`the "${name}" header is not an object id`);
  return value;
}

/**
 * Basic fields of a raw commit (gitformat-commit: one tree, author and committer each).
 * @throws GitObjectError OBJECT_MALFORMED
 */
export function parseCommit(raw: Uint8Array): CommitFields {
  const { headers, message } = read(raw);
  return {
    tree: id(only(headers, 'tree'), 'tree'),
    parents: (headers.get('parent') ?? []).map((parent) => id(parent, 'parent')),
    author: parseIdent(only(headers, 'author')),
    committer: parseIdent(only(headers, 'committer')),
    message,
  };
}

/**
 * Basic fields of a raw annotated tag; very old tags have no tagger.
 * @throws GitObjectError OBJECT_MALFORMED
 */
export function parseTag(raw: Uint8Array): TagFields {
  const { headers, message } = read(splitTag(raw).payload);
  const fields = {
    object: id(only(headers, 'object'), 'object'),
    targetType: only(headers, 'type'),
    name: only(headers, 'tag'),
    message,
  };
  return headers.has('tagger') ? { ...fields, tagger: parseIdent(only(headers, 'tagger')) } : fields;
}
