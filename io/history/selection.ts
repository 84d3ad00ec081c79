import { harmless } from '../../core/harmless/index.js';
import type { RefGroup } from '../../core/verdict/index.js';
import { GitError } from '../git/index.js';
import { parseRevision } from '../revision/grammar.js';
import type { HistorySelection } from './types.js';

const PATTERN = /[*?[]/;
// Where * ? [ are part of a revision expression (gitrevisions(7)): ^{/text}, :/text, @{date}.
const EXPRESSION = /\^\{|:|@\{/;

/** True for a pattern of branch and tag names. No name of a ref holds these characters (git-check-ref-format(1)). */
export function isPattern(revision: string): boolean {
  return PATTERN.test(revision) && !EXPRESSION.test(revision);
}

/** True for what names a set of commits instead of one object. */
function isRange(revision: string): boolean {
  const selector = parseRevision(revision);
  return selector.kind !== 'point' || selector.parents !== '';
}

/** True when commits are to be found by walking; else each revision names one object. */
export function isWalk(selection: HistorySelection): boolean {
  const { revisions, all, since, until, maxCount, firstParent, noMerges, walk } = selection;
  const limited = [since, until, maxCount].some((value) => value !== undefined);
  return Boolean(all || firstParent || noMerges || walk) || limited || revisions.some(isRange);
}

/**
 * Refuses revisions that git could take for an option, or that are not one line.
 * @throws GitError REVISION_UNKNOWN
 */
export function checkRevisions(revisions: readonly string[]): void {
  for (const revision of revisions) {
    if (revision === '' || revision.startsWith('-') || /[\0\n\r]/.test(revision))
      throw new GitError('REVISION_UNKNOWN', `"${harmless(revision)}" is not a revision`);
  }
}

/**
 * What `git rev-list` walks from beside ids.
 * @param others refs that `all` does not mean
 */
export function tipOptions({ all }: HistorySelection, others: readonly RefGroup[]): string[] {
  if (!all) return [];
  return [...others.map(({ name }) => `--exclude=${name.endsWith('/') ? `${name}*` : name}`), '--all'];
}

/** Whether a selection asks for commits by their dates. */
export function hasDates({ since, until }: HistorySelection): boolean {
  return since !== undefined || until !== undefined;
}
