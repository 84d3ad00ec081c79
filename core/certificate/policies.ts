import { equalBytes } from '../encoding/index.js';
import { ANY_POLICY, type StatedPolicies, statedPolicies } from './policy-extensions.js';
import type { Certificate } from './types.js';

/**
 * The policies that are valid at one certificate of the path, each with the policies that the next certificate may state for
 * it.
 */
type ValidPolicies = Map<string, Set<string>>;

interface State {
  valid: ValidPolicies;
  /** How many certificates may follow before the rule applies; 0: it applies now. */
  explicit: number;
  mapping: number;
  any: number;
}

const less = (now: number, stated: number | undefined): number => Math.min(now, stated ?? now);
const one = (now: number): number => Math.max(now - 1, 0);

/** RFC 5280 section 6.1.3 (d) and (e). */
function validIn({ policies }: StatedPolicies, valid: ValidPolicies, anyCounts: boolean): ValidPolicies {
  const expected = new Set([...valid.values()].flatMap((each) => [...each]));
  const stated = policies ?? new Set();
  const named = [...stated].filter((policy) => expected.has(policy) || expected.has(ANY_POLICY));
  const kept = stated.has(ANY_POLICY) && anyCounts ? expected : [];
  const all = [...named.filter((policy) => policy !== ANY_POLICY), ...kept];
  return new Map(all.map((policy) => [policy, new Set([policy])]));
}

/** RFC 5280 section 6.1.4 (b). anyPolicy is not expanded, because the next certificate may state any policy anyway. */
function mapped({ mappings }: StatedPolicies, valid: ValidPolicies, mayMap: boolean): ValidPolicies {
  const out = new Map(valid);
  const from = new Set(mappings.map(([issuers]) => issuers));
  for (const policy of from) {
    if (!mayMap) out.delete(policy);
    else if (valid.has(policy))
      out.set(
        policy,
        new Set(mappings.filter(([issuers]) => issuers === policy).map(([, theirs]) => theirs)),
      );
  }
  return out;
}

/**
 * Why the certificate policies of a path forbid it, or undefined. This is RFC 5280 section 6.1 with anyPolicy as the initial
 * set, so the only question is whether the path has a policy where one is required. We do not build the policy tree, whose
 * shape matters only for the qualifiers, but keep what each certificate may state. The anchor's own policies are not part of
 * the path.
 * @param path from the leaf's issuer to the anchor
 * @throws EncodingError for a malformed extension
 */
export function policyProblem(leaf: Certificate, path: readonly Certificate[]): string | undefined {
  const chain = [leaf, ...path.slice(0, -1)].reverse();
  const unlimited = chain.length + 1;
  const state: State = {
    valid: new Map([[ANY_POLICY, new Set([ANY_POLICY])]]),
    explicit: unlimited,
    mapping: unlimited,
    any: unlimited,
  };
  for (const cert of chain) {
    const stated = statedPolicies(cert);
    const isSelfIssued = equalBytes(cert.issuer, cert.subject);
    state.valid = validIn(stated, state.valid, state.any > 0 || (isSelfIssued && cert !== leaf));
    if (cert === leaf) return lastProblem(stated, state);
    state.valid = mapped(stated, state.valid, state.mapping > 0);
    const count = isSelfIssued ? (now: number) => now : one;
    state.explicit = less(count(state.explicit), stated.requireExplicit);
    state.mapping = less(count(state.mapping), stated.inhibitMapping);
    state.any = less(count(state.any), stated.inhibitAny);
  }
  return undefined;
}

const NONE = 'the path has no certificate policy that an authority on it asks for';

/** RFC 5280 section 6.1.5 (a) and (b): once the set is empty, or a policy is required, this stays so down to the signer. */
function lastProblem({ requireExplicit }: StatedPolicies, { explicit, valid }: State): string | undefined {
  const needed = one(explicit) === 0 || requireExplicit === 0;
  return needed && valid.size === 0 ? NONE : undefined;
}
