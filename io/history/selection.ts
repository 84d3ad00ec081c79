import { harmless } from '../../core/text/index.js';
import { GitError } from '../git/index.js';
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
  return revision.startsWith('^') || (revision.includes('..') && !revision.includes(':/'));
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

/** The options of `git rev-list` for a walk; values stay in the argument of their option. */
export function walkOptions(selection: HistorySelection): string[] {
  const { all, since, until, maxCount, firstParent, noMerges } = selection;
  return [
    ...(all ? ['--branches', '--remotes', '--tags'] : []),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
    ...(maxCount === undefined ? [] : [`--max-count=${maxCount}`]),
    ...(firstParent ? ['--first-parent'] : []),
    ...(noMerges ? ['--no-merges'] : []),
  ];
}
