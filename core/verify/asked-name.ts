import { GitObjectError, parseTag } from '../git/index.js';
import { harmless } from '../harmless/index.js';
import { inOrder, notMade, passed } from '../verdict/checks.js';
import { isSound } from '../verdict/holds.js';
import type { Check, Outcome, Verdict } from '../verdict/verdict.js';
import type { GitObject } from './git-object.js';

const TAGS = 'refs/tags/';

/**
 * Whether a ref fits the name inside a tag. Below `refs/tags/` the rest must be the name; elsewhere it may be in any folder,
 * as in `refs/old/v1.0`.
 */
function isCalled(ref: string, name: string): boolean {
  return ref.startsWith(TAGS) ? ref.slice(TAGS.length) === name : ref.endsWith(`/${name}`);
}

/** Checks the name inside a signed tag. git itself checks it only when it creates the tag (git-mktag(1)). */
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
      `the name inside the tag object cannot be read: ${error.message}`,
    );
  }
}

/**
 * A verdict with a check that compares the name inside a tag with the ref that it was asked for by. Whoever can write refs
 * can put an old tag under a new name, and its signature stays sound. A sound verdict is then `refused`, or `incomplete` when
 * the name cannot be read. An exemption of the object does not exempt the name. Nothing is added for a commit, or for a tag
 * that was asked for by its id.
 * @param ref the full name of the ref, where there is one
 */
export function withAskedName(verdict: Verdict, object: GitObject, ref: string | undefined): Verdict {
  if (object.type !== 'tag' || ref === undefined || !ref.startsWith('refs/')) return verdict;
  const check = nameCheck(object.raw, ref);
  if (check.outcome === 'passed') return { ...verdict, checks: inOrder([...verdict.checks, check]) };
  const { exempt: _, ...rest } = verdict;
  // A policy may say the same about the name as this check, so its check is dropped.
  const others = rest.checks.filter(({ reason }) => reason !== 'EXEMPT' && reason !== check.reason);
  return { ...rest, outcome: outcomeWith(verdict, check), checks: inOrder([...others, check]) };
}

/**
 * A verdict as an answer about the name that the object was asked for by: `withAskedName` for a tag object; for a commit behind a
 * lightweight tag, the verdict names that tag, because it carries no signature of its own (git-tag(1)).
 * @param ref the full name of the ref, where there is one
 */
export function asAskedFor(verdict: Verdict, object: GitObject, ref: string | undefined): Verdict {
  if (object.type === 'commit' && ref?.startsWith(TAGS))
    return { ...verdict, lightweightTag: ref.slice(TAGS.length) };
  return withAskedName(verdict, object, ref);
}

function outcomeWith({ outcome, checks }: Verdict, check: Check): Outcome {
  if (outcome === 'unsigned') return outcome;
  // A policy is only asked about evidence that holds, also when it cannot answer.
  const holds = isSound(outcome) || checks.some(({ reason }) => reason === 'POLICY_CANNOT_ANSWER');
  if (check.outcome === 'failed') return holds ? 'refused' : 'invalid';
  return outcome === 'verified' || outcome === 'valid' ? 'incomplete' : outcome;
}
