import {
  canonicalJson,
  EncodingError,
  fromUtf8,
  isObject,
  type Json,
  parseStrictJson,
  toHex,
  utf8,
} from '../encoding/index.js';
import { digest } from '../primitives/index.js';

/** The list of digests that a release carries. */
export interface DigestList {
  /** `publisher.name`. */
  readonly extension: string;
  readonly version: string;
  /** From the path below the extension's folder, with `/`, to SHA-256 in lower-case hex. */
  readonly files: ReadonlyMap<string, string>;
}

/** Path of the list below the extension's folder. */
export const DIGEST_LIST = 'dist/digests.json';
/** Largest list that is read, in bytes. */
export const LARGEST_DIGEST_LIST = 1_000_000;

const MANIFEST = 'package.json';
/** VS Code writes this into the manifest of an installed extension: when, from where, and for which platform. */
const INSTALLED = '__metadata';

const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,40})?$/;
const SHA256 = /^[0-9a-f]{64}$/;

function malformed(what: string): EncodingError {
  return new EncodingError('JSON_MALFORMED', `the list of digests ${what}`);
}

/**
 * Reads the list that scripts/vsix writes: `{extension, version, sha256: {path: hex}}`.
 * @throws EncodingError
 */
export function parseDigestList(bytes: Uint8Array): DigestList {
  if (bytes.length > LARGEST_DIGEST_LIST) throw malformed('is too large');
  const value = parseStrictJson(fromUtf8(bytes));
  if (!isObject(value)) throw malformed('is not an object');
  const { extension, version, sha256 } = value;
  if (typeof extension !== 'string' || extension === '') throw malformed('names no extension');
  if (typeof version !== 'string' || !VERSION.test(version)) throw malformed('names no version');
  if (!isObject(sha256)) throw malformed('has no digests');
  const files = new Map<string, string>();
  for (const [path, hex] of Object.entries(sha256)) {
    if (typeof hex !== 'string' || !SHA256.test(hex))
      throw malformed('has a digest that is not SHA-256 in hex');
    files.set(path, hex);
  }
  if (!files.has(MANIFEST)) throw malformed(`does not list ${MANIFEST}`);
  return { extension, version, files };
}

/**
 * The digest of a file as the list has it, in lower-case hex. VS Code rewrites the manifest, so its digest is taken over its
 * canonical form (RFC 8785) without what VS Code adds.
 */
export function listedDigest(path: string, contents: Uint8Array): string {
  return toHex(digest('sha256', path === MANIFEST ? canonicalManifest(contents) : contents));
}

function canonicalManifest(contents: Uint8Array): Uint8Array {
  try {
    const value = parseStrictJson(fromUtf8(contents));
    if (!isObject(value)) return contents;
    const { [INSTALLED]: _, ...shipped } = value;
    return utf8(canonicalJson(shipped as Json));
  } catch (error) {
    if (error instanceof EncodingError) return contents;
    throw error;
  }
}
