import { EncodingError, fromAnyBase64, isObject } from '../encoding/index.js';
import { TimestampRefused } from '../timestamp/index.js';
import { TransparencyError } from '../transparency/index.js';
import { BundleError, type BundleErrorCode } from './error.js';

/** Members of one message whose shape was checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** The message at `name`; undefined when left out. */
export function messageAt(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return isObject(value) ? value : undefined;
}

/** The text at `name`, '' when left out. */
export function textAt(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/**
 * The messages of the list at `name`, none when left out.
 * @throws BundleError BUNDLE_MALFORMED for more than `limit`, or a null among them
 */
export function messagesAt(fields: Fields, name: string, limit: number): Fields[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || !value.every(isObject))
    throw new BundleError('BUNDLE_MALFORMED', `${name} is not a list of objects`);
  if (value.length > limit)
    throw new BundleError('BUNDLE_MALFORMED', `${name} has more than ${limit} members`);
  return value;
}

/**
 * The bytes at `name`.
 * @throws BundleError BUNDLE_MALFORMED when they are not base64, left out or empty
 */
export function bytesAt(fields: Fields, name: string): Uint8Array {
  const bytes = inBundle(name, () => fromAnyBase64(textAt(fields, name)));
  if (bytes.length === 0) throw new BundleError('BUNDLE_MALFORMED', `${name} is empty or missing`);
  return bytes;
}

/** What `read` returns; its EncodingError becomes BUNDLE_MALFORMED with the place. */
export function inBundle<T>(place: string, read: () => T): T {
  return typed('BUNDLE_MALFORMED', read, `${place}: `);
}

/**
 * What `read` returns. Its error about bytes that it cannot read becomes a BundleError with this code.
 * @throws BundleError, and whatever else `read` throws
 */
export function typed<T>(code: BundleErrorCode, read: () => T, place = ''): T {
  return withRefusal(read, (message) => new BundleError(code, `${place}${message}`));
}

/**
 * What `read` returns. `refusal` makes the error to throw, from the message, if `read` cannot read its bytes.
 * @throws what `refusal` makes, and whatever else `read` throws
 */
export function withRefusal<T>(read: () => T, refusal: (message: string) => Error): T {
  try {
    return read();
  } catch (error) {
    if (
      error instanceof EncodingError ||
      error instanceof TransparencyError ||
      error instanceof TimestampRefused
    )
      throw refusal(error.message);
    throw error;
  }
}

/** The one of `names` that is there, with its message (a protobuf oneof). @throws BundleError BUNDLE_MALFORMED unless exactly one is */
export function oneOf<const T extends string>(
  fields: Fields,
  names: readonly T[],
): { readonly kind: T; readonly message: Fields } {
  const there = names.flatMap((kind) => {
    const message = messageAt(fields, kind);
    return message ? [{ kind, message }] : [];
  });
  const [found] = there;
  if (!found || there.length > 1)
    throw new BundleError('BUNDLE_MALFORMED', `not exactly one of ${names.join(', ')} is there`);
  return found;
}
