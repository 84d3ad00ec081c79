import { EncodingError, isObject, parseStrictJson } from '../../encoding/index.js';

/** What a predicate holds, found by its content and not by what it calls itself. */
export type DocumentKind =
  | 'spdx'
  | 'cyclonedx'
  | 'provenance'
  | 'vulnerabilities'
  | 'vex'
  | 'verification-summary'
  | 'signature'
  | 'other';

/** A document that was attested. */
export interface AttestedDocument {
  readonly kind: DocumentKind;
  /** The document as a JSON value; the text itself where it is not JSON (SPDX tag-value, CycloneDX XML). */
  readonly value: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/** Text that is JSON is read as JSON; any other text stays as it is. */
function fromText(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return text;
  }
}

/**
 * Takes a document out of its predicate. cosign wrote it as `{"Data": "text"}` (1.3 to 1.9, `custom`, ko), as `{"Data": {…}}` (1.10
 * to 1.13), as the object itself, or as a bare text (tag-value).
 */
function documentIn(predicate: unknown): unknown {
  if (typeof predicate === 'string') return fromText(predicate);
  if (!isObject(predicate)) return predicate;
  const { Data: data } = predicate;
  const onlyWraps = Object.keys(predicate).every((name) => name === 'Data' || name === 'Timestamp');
  if (!onlyWraps || data === undefined) return predicate;
  return typeof data === 'string' ? fromText(data) : data;
}

function kindOfText(text: string): DocumentKind {
  if (/^\s*(?:#[^\n]*\n\s*)*SPDXVersion:/.test(text.slice(0, 4096))) return 'spdx';
  return /<(?:\w+:)?bom\b[^>]*cyclonedx\.org/.test(text.slice(0, 4096)) ? 'cyclonedx' : 'other';
}

function contextOf({ '@context': context }: Members): string {
  const [first] = Array.isArray(context) ? context : [context];
  return typeof first === 'string' ? first : '';
}

function kindOfObject(fields: Members): DocumentKind {
  const has = (...names: string[]) => names.every((name) => Object.hasOwn(fields, name));
  if (has('spdxVersion') || contextOf(fields).startsWith('https://spdx.org/')) return 'spdx';
  if (fields['bomFormat'] === 'CycloneDX') return 'cyclonedx';
  if (contextOf(fields).startsWith('https://openvex.dev/ns')) return 'vex';
  if (has('verifier', 'verificationResult')) return 'verification-summary';
  if (has('buildDefinition', 'runDetails') || has('builder', 'buildType') || has('builder', 'recipe'))
    return 'provenance';
  return has('scanner') ? 'vulnerabilities' : 'other';
}

/** Types with a version behind them, as some producers write them (`https://spdx.dev/Document/v2.3`). */
const BY_TYPE: readonly (readonly [prefix: string, kind: DocumentKind])[] = [
  ['https://sigstore.dev/cosign/sign/', 'signature'],
  ['https://spdx.dev/Document', 'spdx'],
  ['https://cyclonedx.org/bom', 'cyclonedx'],
  ['https://slsa.dev/provenance/', 'provenance'],
  ['https://slsa.dev/verification_summary/', 'verification-summary'],
  ['https://openvex.dev/ns', 'vex'],
  ['https://cosign.sigstore.dev/attestation/vuln/', 'vulnerabilities'],
  ['https://in-toto.io/attestation/vulns/', 'vulnerabilities'],
];

/**
 * What an attestation holds. The content decides; where it does not say, the predicate type does.
 * @param predicateType as the statement states it
 */
export function documentOf(predicateType: string, predicate: unknown): AttestedDocument {
  const value = documentIn(predicate);
  const found =
    typeof value === 'string' ? kindOfText(value) : isObject(value) ? kindOfObject(value) : 'other';
  const stated = BY_TYPE.find(([prefix]) => predicateType.startsWith(prefix))?.[1];
  return { kind: found === 'other' ? (stated ?? 'other') : found, value };
}
