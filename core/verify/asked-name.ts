import { GitObjectError, parseTag } from '../git/index.js';
import { harmless } from '../harmless/index.js';
import { inOrder, notMade, passed } from '../verdict/checks.js';
import { isSound } from '../verdict/holds.js';
import type { Check, Outcome, Verdict } from '../verdict/verdict.js';
import type { GitObject } from './git-object.js';

const TAGS = 'refs/tags/';

/** A tag keeps its name without `refs/tags/`; elsewhere it may stand in any folder, as in `refs/old/v1.0`. */
function isCalled(ref: string, name: string): boolean {
  return ref.startsWith(TAGS) ? ref.slice(TAGS.length) === name : ref.endsWith(`/${name}`);
}

/** The name that a signature on a tag is for; git's own check is at creation alone (git-mktag(1)). */
function nameCheck(raw: Uint8Array, ref: string): Check {
  const asked = harmless(ref.startsWith(TAGS) ? ref.slice(TAGS.length) : ref);
  try {
    const { name } = parseTag(raw);
    if (isCalled(ref, name)) return passed('name', `the tag calls itself ${asked}`);
    const detail = `the tag calls itself ${harmless(name)} and was asked for as ${asked}`;
    return { name: 'name', outcome: 'failed', reason: 'TAG_NAME_MISMATCH', detail };
  } catch (error) {
    if (!(error instanceof GitObjectError)) throw error;
    return notMade(
      'name',
      'TAG_NAME_UNREADABLE',
      `what the tag calls itself cannot be read: ${error.message}`,
    );
  }
}

/**
 * A verdict with the name inside a tag held against the ref it was asked for by: whoever can write refs can put an old tag
 * under a new name, and its signature stays sound. A sound one is then `refused`, where the name cannot be read `incomplete`,
 * and no exemption of the object is one of the name. Nothing is added for a commit, and for a tag that was asked for by its id.
 * @param ref the full name of the ref, where there is one
 */
export function withAskedName(verdict: Verdict, object: GitObject, ref: string | undefined): Verdict {
  if (object.type !== 'tag' || ref === undefined || !ref.startsWith('refs/')) return verdict;
  const check = nameCheck(object.raw, ref);
  if (check.outcome === 'passed') return { ...verdict, checks: inOrder([...verdict.checks, check]) };
  const { exempt: _, ...rest } = verdict;
  // A policy says of the name what the check of the name says.
  const others = rest.checks.filter(({ reason }) => reason !== 'EXEMPT' && reason !== check.reason);
  return { ...rest, outcome: outcomeWith(verdict, check), checks: inOrder([...others, check]) };
}

function outcomeWith({ outcome, checks }: Verdict, check: Check): Outcome {
  if (outcome === 'unsigned') return outcome;
  // A policy that cannot answer was asked about evidence that holds.
  const holds = isSound(outcome) || checks.some(({ reason }) => reason === 'POLICY_CANNOT_ANSWER');
  if (check.outcome === 'failed') return holds ? 'refused' : 'invalid';
  return outcome === 'verified' || outcome === 'valid' ? 'incomplete' : outcome;
}
