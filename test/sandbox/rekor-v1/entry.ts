import { isObject, type Json } from '../../../core/encoding/index.js';
import { canonicalizeDsse } from './dsse.js';
import { EntryError, RekorError } from './error.js';
import { canonicalizeHashedRekord } from './hashedrekord.js';
import { canonicalizeIntoto, canonicalizeIntotoV001 } from './intoto.js';

/** A verified entry in its logged form, with the keys by which it can be found. */
export interface CanonicalEntry {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: Json;
  readonly indexKeys: readonly string[];
  readonly attestation?: Uint8Array;
}

type Canonicalize = (spec: Readonly<Record<string, unknown>>) => CanonicalEntry;

const KINDS: Readonly<Record<string, Readonly<Record<string, Canonicalize>>>> = {
  hashedrekord: { '0.0.1': canonicalizeHashedRekord },
  dsse: { '0.0.1': canonicalizeDsse },
  intoto: { '0.0.1': canonicalizeIntotoV001, '0.0.2': canonicalizeIntoto },
};

/** The `apiVersion` pattern of Rekor's OpenAPI description, as its error prints it. */
const SEMVER =
  '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$';

/** Checks that a JSON value has the form of a proposed entry of a known kind, as go-openapi does before any handler. */
export function checkProposedEntry(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value))
    throw new RekorError(
      500,
      'json: cannot unmarshal array into Go value of type struct { Kind string "json:\\"kind\\"" }',
    );
  const entry = isObject(value) ? value : {};
  const { kind, apiVersion, spec } = entry;
  if (kind !== undefined && typeof kind !== 'string')
    throw new RekorError(
      500,
      `json: cannot unmarshal ${typeof kind} into Go struct field .kind of type string`,
    );
  if (kind === undefined || kind === '') throw new RekorError(602, 'kind in body is required');
  if (!KINDS[kind]) throw new RekorError(422, `invalid kind value: "${kind}"`);
  if (apiVersion === undefined) throw new RekorError(602, 'apiVersion in body is required');
  if (!new RegExp(SEMVER).test(String(apiVersion)))
    throw new RekorError(605, `apiVersion in body should match '${SEMVER}'`);
  if (spec === undefined || spec === null) throw new RekorError(602, 'spec in body is required');
  return entry;
}

/**
 * Verifies a proposed entry of the right form, and makes its canonical form.
 * @throws EntryError
 */
export function canonicalize(entry: Readonly<Record<string, unknown>>): CanonicalEntry {
  const { kind, apiVersion, spec } = entry;
  const known = KINDS[String(kind)]?.[String(apiVersion)];
  if (!known)
    throw new EntryError(
      `${kind} implementation for version '${apiVersion}' not found: unable to locate entry for version ${apiVersion}`,
    );
  if (!isObject(spec)) throw new EntryError(`unsupported input type ${typeof spec} for DecodeEntry`);
  return known(spec);
}
