import { isObject } from '../encoding/index.js';
import { Expressions } from './expressions.js';
import { policyFault } from './fault.js';
import { isOfRepository } from './other-format.js';
import { readPlainList } from './plain-list.js';
import { exactly, matching } from './rule.js';
import type { FieldMatch, SignerPolicy, SignerRule } from './types.js';

/** One signer, named exactly. */
export interface SignerIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Largest policy file that is read, in characters; the most identities it may list. */
const LARGEST = 1_000_000;
const MOST_IDENTITIES = 10_000;

/** ClusterImagePolicy's names (sigstore/policy-controller, keyless.identities). */
const FIELDS = ['issuer', 'issuerRegExp', 'subject', 'subjectRegExp'];

/** What messages call an item of the list. */
interface Where {
  readonly source: string;
  readonly number: number;
}

async function fieldsOf(item: unknown, where: Where): Promise<Map<string, string>> {
  const known = FIELDS.join(', ');
  if (!isObject(item))
    throw await policyFault('POLICY_BAD_VALUE', 'identity.no-mapping', { ...where, known });
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(item)) {
    if (!FIELDS.includes(name))
      throw await policyFault('POLICY_UNKNOWN_FIELD', 'identity', { ...where, name, known });
    if (typeof value !== 'string' || value === '')
      throw await policyFault('POLICY_BAD_VALUE', 'identity.no-text', { ...where, field: name });
    if (value.trim() !== value)
      throw await policyFault('POLICY_BAD_VALUE', 'identity.white-space', { ...where, field: name });
    fields.set(name, value);
  }
  return fields;
}

async function matchesOf(
  fields: Map<string, string>,
  field: 'issuer' | 'subject',
  where: Where,
  expressions: Expressions,
): Promise<FieldMatch[]> {
  const exact = fields.get(field);
  const regexp = fields.get(`${field}RegExp`);
  if (exact === undefined && regexp === undefined)
    throw await policyFault('POLICY_MISSING_FIELD', 'identity', { ...where, field });
  return [
    ...(exact === undefined ? [] : [exactly(field, exact)]),
    ...(regexp === undefined ? [] : [await matching(field, regexp, true, expressions)]),
  ];
}

/**
 * Reads the user's list of trusted signers: YAML with one key, `identities`, a list of mappings with `issuer` or
 * `issuerRegExp` and `subject` or `subjectRegExp`. Regular expressions are RE2 and must match the whole value; where both an
 * exact value and an expression are given, both must match. Signers not listed are `not-stated`. An empty text lists nobody.
 * @param source the name of the policy in messages
 * @throws PolicyError
 */
export async function parseIdentityPolicy(text: string, source: string): Promise<SignerPolicy> {
  if (text.length > LARGEST) throw await policyFault('POLICY_TOO_LARGE', 'text', { source, most: LARGEST });
  const plain = readPlainList(text);
  const root = plain ? { identities: plain } : (await import('./yaml.js')).readYaml(text, source);
  const rules: SignerRule[] = [];
  const expressions = new Expressions();
  if (root !== null) {
    if (!isObject(root)) throw await policyFault('POLICY_BAD_VALUE', 'own.no-mapping', { source });
    const unknown = Object.keys(root).find((key) => key !== 'identities');
    if (unknown !== undefined)
      throw await policyFault('POLICY_UNKNOWN_FIELD', isOfRepository(unknown) ? 'own.other-format' : 'own', {
        source,
        name: unknown,
      });
    const list = root['identities'] ?? [];
    if (!Array.isArray(list)) throw await policyFault('POLICY_BAD_VALUE', 'own.no-list', { source });
    if (list.length > MOST_IDENTITIES)
      throw await policyFault('POLICY_TOO_LARGE', 'identities', { source, most: MOST_IDENTITIES });
    for (const [index, item] of list.entries()) {
      const where = { source, number: index + 1 };
      const fields = await fieldsOf(item, where);
      const matches = [
        ...(await matchesOf(fields, 'issuer', where, expressions)),
        ...(await matchesOf(fields, 'subject', where, expressions)),
      ];
      rules.push({ matches });
    }
  }
  return { source, rules, otherwise: 'not-stated' };
}

/**
 * The text of such a policy with one more identity; comments and order stay. An identity that is already listed changes
 * nothing. The result was parsed again to check it.
 * @throws PolicyError when `text` is not a policy, or the identity cannot be listed (white space at its start or end)
 */
export async function withIdentity(text: string, source: string, identity: SignerIdentity): Promise<string> {
  await parseIdentityPolicy(text, source);
  const { appendIdentity } = await import('./yaml.js');
  const extended = appendIdentity(text, identity);
  await parseIdentityPolicy(extended, source);
  return extended;
}
