import { harmless } from '../../core/text/index.js';
import { GitError } from '../git/index.js';
import { type Point, parseRevision } from './grammar.js';
import { type Resolved, type RevisionReader, resolvePoints } from './resolve.js';

/** Where a walk starts and stops, as arguments of `git rev-list` that hold nothing but ids. */
type Argument = (ids: readonly string[]) => string[];

function argumentsOf(revision: string): { readonly points: readonly Point[]; readonly make: Argument } {
  const selector = parseRevision(revision);
  if ('point' in selector) {
    const { kind, point, parents } = selector;
    const sign = kind === 'without' ? '^' : '';
    return { points: [point], make: ([id]) => [`${sign}${id}${parents}`] };
  }
  const { kind, left, right } = selector;
  return { points: [left, right], make: ([a, b]) => [`${a}${kind}${b}`] };
}

/**
 * The revisions and ranges of a walk with every name resolved to an id: git is told no name that could mean another ref.
 * The ends are read, so that none of them is other bytes than its id names.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, GIT_FAILED for an end that is damaged
 */
export async function resolvedEnds(revisions: readonly string[], reader: RevisionReader): Promise<string[]> {
  const parsed = revisions.map((revision) => ({ revision, ...argumentsOf(revision) }));
  const asked = parsed.flatMap(({ revision, points }) =>
    points.map((point) => ({ point, shown: points.length > 1 ? textOf(point) : revision })),
  );
  const resolved = await resolvePoints(asked, reader);
  const ids = await Promise.all(
    resolved.map(({ answer }, i) => endOf(answer, harmless(asked[i]?.shown ?? ''), reader)),
  );
  return parsed.flatMap(({ points, make }) => make(ids.splice(0, points.length)));
}

/** git walks from a tag to its commit, and from what leads to no commit nowhere, without a word. */
async function endOf(
  answer: Resolved['answer'],
  shown: string,
  { objects }: RevisionReader,
): Promise<string> {
  if ('missing' in answer && answer.why === 'other-bytes')
    throw new GitError(
      'GIT_FAILED',
      `the repository is damaged: it holds other bytes under the id of ${shown}`,
    );
  if ('missing' in answer || answer.type === 'commit') return answer.id;
  const commit = answer.type === 'tag' ? await objects.read(`${answer.id}^{commit}`) : answer;
  if ('missing' in commit ? commit.why === 'too-large' : commit.type === 'commit') return answer.id;
  throw new GitError(
    'NOT_A_SIGNED_OBJECT',
    `${shown} does not lead to a commit, so there is no history of it`,
  );
}

function textOf({ base, marks, steps }: Point): string {
  return base + marks.join('') + steps;
}
