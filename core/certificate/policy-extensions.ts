import {
  contextTag,
  DerReader,
  derOid,
  derSmallInteger,
  EncodingError,
  readDer,
  TAG,
} from '../encoding/index.js';
import { EXTENSION, findExtension } from './extensions.js';
import type { Certificate } from './types.js';

const MOST_POLICIES = 100;
/** The policy that stands for every other (RFC 5280 section 4.2.1.4). */
export const ANY_POLICY = '2.5.29.32.0';

/** What a certificate states about policies. A number says how many certificates below it are still free of the rule. */
export interface StatedPolicies {
  /** Undefined without the extension. */
  readonly policies: ReadonlySet<string> | undefined;
  /** From the policy of the issuer to that of the subject. */
  readonly mappings: readonly (readonly [string, string])[];
  readonly requireExplicit: number | undefined;
  readonly inhibitMapping: number | undefined;
  readonly inhibitAny: number | undefined;
}

function listOf<Item>(cert: Certificate, oid: string, read: (item: DerReader) => Item): Item[] | undefined {
  const found = findExtension(cert, oid);
  if (!found) return undefined;
  const list = readDer(found.value, TAG.sequence, 'policies');
  const out: Item[] = [];
  do {
    if (out.length === MOST_POLICIES)
      throw new EncodingError('DER_TOO_LARGE', 'too many certificate policies');
    out.push(read(list.enter(TAG.sequence, 'a policy')));
  } while (!list.done);
  return out;
}

function readPolicies(cert: Certificate): ReadonlySet<string> | undefined {
  // Qualifiers are meant for people, so they are not read.
  const list = listOf(cert, EXTENSION.certificatePolicies, (item) =>
    derOid(item.expect(TAG.oid, 'a policy')),
  );
  const policies = list && new Set(list);
  if (list && policies && list.length !== policies.size)
    throw new EncodingError('DER_BAD_VALUE', 'a certificate policy that is stated twice');
  return policies;
}

function readMappings(cert: Certificate): readonly (readonly [string, string])[] {
  const mappings = listOf(cert, EXTENSION.policyMappings, (item) => {
    const pair = [
      derOid(item.expect(TAG.oid, 'a policy')),
      derOid(item.expect(TAG.oid, 'a policy')),
    ] as const;
    item.end('a policy mapping');
    return pair;
  });
  if (mappings?.some((pair) => pair.includes(ANY_POLICY)))
    throw new EncodingError('DER_BAD_VALUE', 'any policy in a policy mapping');
  return mappings ?? [];
}

function readConstraints(cert: Certificate): readonly (number | undefined)[] {
  const found = findExtension(cert, EXTENSION.policyConstraints);
  if (!found) return [];
  const fields = readDer(found.value, TAG.sequence, 'policyConstraints');
  const stated = [0, 1].map((n) => {
    const field = fields.optional(contextTag(n));
    return field && derSmallInteger(field);
  });
  fields.end('policyConstraints');
  return stated;
}

function readInhibitAny(cert: Certificate): number | undefined {
  const found = findExtension(cert, EXTENSION.inhibitAnyPolicy);
  if (!found) return undefined;
  const reader = new DerReader(found.value);
  const stated = derSmallInteger(reader.expect(TAG.integer, 'inhibitAnyPolicy'));
  reader.end('inhibitAnyPolicy');
  return stated;
}

/**
 * What a certificate states about policies (RFC 5280 sections 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14).
 * @throws EncodingError also for a policy that is stated twice and for a mapping of any policy
 */
export function statedPolicies(cert: Certificate): StatedPolicies {
  const [requireExplicit, inhibitMapping] = readConstraints(cert);
  const [policies, mappings] = [readPolicies(cert), readMappings(cert)];
  return { policies, mappings, requireExplicit, inhibitMapping, inhibitAny: readInhibitAny(cert) };
}
