import type { ValidityPeriod } from '../certificate/trusted.js';
import { EncodingError, fromBase64, isObject, parseRfc3339 } from '../encoding/index.js';

type Fields = Readonly<Record<string, unknown>>;

// Members of protobuf JSON, read strictly. `place` names the member in errors, such as `ctlogs[0].publicKey`.

function wrong(place: string, what: string): EncodingError {
  return new EncodingError('JSON_MALFORMED', `${place} ${what}`);
}

/** The object at `key`; an absent one is an error. */
export function objectAt(fields: Fields, key: string, place: string): Fields {
  const value = fields[key];
  if (value === undefined || value === null) throw wrong(`${place}.${key}`, 'is missing');
  if (!isObject(value)) throw wrong(`${place}.${key}`, 'is not an object');
  return value;
}

/** The objects of the list at `key`, with the place of each; an absent list is empty. */
export function listAt(fields: Fields, key: string, place: string, limit: number): [Fields, string][] {
  const value = fields[key] ?? [];
  const path = place === '' ? key : `${place}.${key}`;
  if (!Array.isArray(value)) throw wrong(path, 'is not a list');
  if (value.length > limit) throw wrong(path, `has more than ${limit} members`);
  return value.map((item: unknown, i) => {
    if (!isObject(item)) throw wrong(`${path}[${i}]`, 'is not an object');
    return [item, `${path}[${i}]`];
  });
}

/** The text at `key`, '' when absent (protobuf's default). */
export function textAt(fields: Fields, key: string, place: string): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw wrong(`${place}.${key}`, 'is not a string');
  return value;
}

/** The text at `key`, which must be there: protobuf's default is not enough. */
export function neededTextAt(fields: Fields, key: string, place: string): string {
  const text = textAt(fields, key, place);
  if (text === '') throw wrong(`${place}.${key}`, 'is missing');
  return text;
}

/** The bytes of the canonical base64 at `key`, which must be there. */
export function bytesAt(fields: Fields, key: string, place: string): Uint8Array {
  const text = neededTextAt(fields, key, place);
  return at(`${place}.${key}`, () => fromBase64(text));
}

/** The TimeRange at `key`: `start` must be there, `end` may be absent. */
export function periodAt(fields: Fields, key: string, place: string): ValidityPeriod {
  const range = objectAt(fields, key, place);
  const path = `${place}.${key}`;
  const start = at(`${path}.start`, () => parseRfc3339(neededTextAt(range, 'start', path)));
  if (range['end'] === undefined || range['end'] === null) return { start };
  return { start, end: at(`${path}.end`, () => parseRfc3339(neededTextAt(range, 'end', path))) };
}

/** What `read` returns. An encoding error also names the place. */
export function at<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError) throw new EncodingError(error.code, `${place}: ${error.message}`);
    throw error;
  }
}
