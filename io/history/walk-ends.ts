import { type RevisionReader, resolvedEnds } from '../revision/index.js';
import type { LeftOutSoFar } from './left-out.js';
import { matchingRefs, type Ref } from './refs.js';
import { isPattern } from './selection.js';

async function leadsToCommit({ id, type }: Ref, { objects }: RevisionReader): Promise<boolean> {
  if (type !== 'tag') return type === 'commit';
  const answer = await objects.read(`${id}^{commit}`);
  return 'missing' in answer ? answer.why === 'too-large' : answer.type === 'commit';
}

/**
 * What `git rev-list` is to walk from and to stop at, by ids alone: every revision resolved, and every pattern replaced by
 * what it names.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, NOT_A_SIGNED_OBJECT
 */
export async function walkEnds(
  revisions: readonly string[],
  reader: RevisionReader,
  leftOut: LeftOutSoFar,
): Promise<string[]> {
  const patterns = revisions.filter(isPattern);
  const ends = await resolvedEnds(
    revisions.filter((revision) => !isPattern(revision)),
    reader,
  );
  for (const pattern of patterns)
    for (const ref of await matchingRefs(pattern, reader.place)) {
      if (await leadsToCommit(ref, reader)) ends.push(ref.id);
      else leftOut.unsignable.push(ref.ref);
    }
  return ends;
}
