import { EncodingError, fromUtf8, isObject, parseStrictJson } from '../encoding/index.js';

/** The payload type of an in-toto statement. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/**
 * One subject of a statement: its digests as written, by in-toto's name of the algorithm (`sha256`, `gitCommit`, `dirHash`
 * …). Not all are hexadecimal. Readers skip those they do not know (in-toto digest_set.md).
 */
export interface StatementSubject {
  readonly name: string;
  readonly digests: ReadonlyMap<string, string>;
  /** What else is said about the subject, as far as it is text. */
  readonly annotations?: ReadonlyMap<string, string>;
}

/** An in-toto statement. This reader does not look into the predicate. */
export interface Statement {
  readonly type: string;
  readonly subjects: readonly StatementSubject[];
  readonly predicateType: string;
  readonly predicate: unknown;
}

const TYPES: ReadonlySet<string> = new Set([
  'https://in-toto.io/Statement/v0.1',
  'https://in-toto.io/Statement/v1',
]);
const MAX_SUBJECTS = 10_000;
const MAX_TYPE = 2000;

function malformed(what: string): EncodingError {
  return new EncodingError('JSON_MALFORMED', `the in-toto statement ${what}`);
}

function readSubject(value: unknown): StatementSubject {
  if (!isObject(value)) throw malformed('has a subject that is not an object');
  const { name, digest, annotations } = value;
  if (!isObject(digest)) throw malformed('has a subject without digest');
  const digests = Object.entries(digest).map(([algorithm, value]): [string, string] => {
    if (typeof value !== 'string') throw malformed('has a digest that is not text');
    return [algorithm, value];
  });
  if (digests.length === 0) throw malformed('has a subject without digest');
  const stated = isObject(annotations) ? Object.entries(annotations) : [];
  const texts = stated.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    name: typeof name === 'string' ? name : '',
    digests: new Map(digests),
    ...(texts.length > 0 && { annotations: new Map(texts) }),
  };
}

/**
 * Reads an in-toto statement, v0.1 or v1 (in-toto attestation spec, statement.md). No object may have a member twice.
 * @throws EncodingError
 */
export function parseStatement(payload: Uint8Array): Statement {
  const value = parseStrictJson(fromUtf8(payload));
  if (!isObject(value)) throw malformed('is not an object');
  const { _type: type, subject, predicateType, predicate } = value;
  if (typeof type !== 'string' || !TYPES.has(type)) throw malformed('is of no known version');
  if (!Array.isArray(subject) || subject.length === 0) throw malformed('has no subject');
  if (subject.length > MAX_SUBJECTS) throw malformed(`has more than ${MAX_SUBJECTS} subjects`);
  if (typeof predicateType !== 'string' || predicateType === '') throw malformed('has no predicate type');
  if (predicateType.length > MAX_TYPE)
    throw malformed(`has a predicate type of more than ${MAX_TYPE} characters`);
  return { type, subjects: subject.map(readSubject), predicateType, predicate };
}
