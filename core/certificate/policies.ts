import { equalBytes } from '../encoding/index.js';
import { ANY_POLICY, type StatedPolicies, statedPolicies } from './policy-extensions.js';
import type { Certificate } from './types.js';

/** The policies that hold down to a certificate, each with those that the next one may state for it. */
type ValidPolicies = Map<string, Set<string>>;

interface State {
  valid: ValidPolicies;
  /** How many certificates may follow until the rule counts; 0: it counts. */
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

/** RFC 5280 section 6.1.4 (b). What any policy stands for need not be written out: the next may state it anyway. */
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
 * What the certificate policies of a path forbid: RFC 5280 section 6.1 with any policy as the initial set, so that all
 * there is to tell is whether one that is asked for is there. What each certificate may state is kept instead of the tree,
 * whose shape only matters for the qualifiers. The anchor's own policies are no part of the path.
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

/** RFC 5280 section 6.1.5 (a) and (b): what is once empty, or once asked for, stays so down to the signer. */
function lastProblem({ requireExplicit }: StatedPolicies, { explicit, valid }: State): string | undefined {
  const needed = one(explicit) === 0 || requireExplicit === 0;
  return needed && valid.size === 0 ? NONE : undefined;
}
