import { harmless } from '../../core/harmless/index.js';
import type { RefGroup } from '../../core/verdict/index.js';
import { GitError } from '../git/index.js';
import { parseRevision } from '../revision/grammar.js';
import type { HistorySelection } from './types.js';

const PATTERN = /[*?[]/;
// Expressions of gitrevisions(7) that may contain * ? [ without being a pattern: ^{/text}, :/text, @{date}.
const EXPRESSION = /\^\{|:|@\{/;

/**
 * True for a pattern of branch and tag names. A ref name cannot contain these characters (git-check-ref-format(1)).
 */
export function isPattern(revision: string): boolean {
  return PATTERN.test(revision) && !EXPRESSION.test(revision);
}

/** True for a revision that names a set of commits instead of one object. */
function isRange(revision: string): boolean {
  const selector = parseRevision(revision);
  return selector.kind !== 'point' || selector.parents !== '';
}

/** True if the selection walks from commit to commit. Otherwise each revision names one object. */
export function isWalk(selection: HistorySelection): boolean {
  const { revisions, all, since, until, maxCount, firstParent, noMerges, walk } = selection;
  const limited = [since, until, maxCount].some((value) => value !== undefined);
  return Boolean(all || firstParent || noMerges || walk) || limited || revisions.some(isRange);
}

/**
 * Refuses a revision that git could read as an option, or that is not one line.
 * @throws GitError REVISION_UNKNOWN
 */
export function checkRevisions(revisions: readonly string[]): void {
  for (const revision of revisions) {
    if (revision === '' || revision.startsWith('-') || /[\0\n\r]/.test(revision))
      throw new GitError('REVISION_UNKNOWN', `"${harmless(revision)}" is not a revision`);
  }
}

/**
 * Options that tell `git rev-list` where to start, in addition to ids.
 * @param others refs that `all` does not include
 */
export function tipOptions({ all }: HistorySelection, others: readonly RefGroup[]): string[] {
  if (!all) return [];
  return [...others.map(({ name }) => `--exclude=${name.endsWith('/') ? `${name}*` : name}`), '--all'];
}

/** Whether a selection limits commits by their dates. */
export function hasDates({ since, until }: HistorySelection): boolean {
  return since !== undefined || until !== undefined;
}
