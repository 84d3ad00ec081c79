import { peeled, type RevisionReader, resolvedEnds, type WalkEnds } from '../revision/index.js';
import type { LeftOutSoFar } from './left-out.js';
import { matchingRefs, type Ref } from './refs.js';
import { isPattern } from './selection.js';

async function commitOf({ id, type }: Ref, reader: RevisionReader): Promise<string | undefined> {
  if (type !== 'tag') return type === 'commit' ? id : undefined;
  const end = await peeled(id, reader);
  return end?.type === 'commit' ? end.id : undefined;
}

/**
 * Where `git rev-list` starts and stops, as ids only: every revision is resolved, and every pattern is replaced by
 * the refs that match it.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, NOT_A_SIGNED_OBJECT, GIT_FAILED for a damaged end
 */
export async function walkEnds(
  revisions: readonly string[],
  reader: RevisionReader,
  leftOut: LeftOutSoFar,
): Promise<WalkEnds> {
  const patterns = revisions.filter(isPattern);
  const ends = await resolvedEnds(
    revisions.filter((revision) => !isPattern(revision)),
    reader,
  );
  for (const pattern of patterns)
    for (const ref of await matchingRefs(pattern, reader.place)) {
      const { name, id, type } = ref;
      if (type === 'tag') ends.tags.push({ name, id, ref: ref.ref });
      const commit = await commitOf(ref, reader);
      if (commit === undefined && type !== 'tag') leftOut.unsignable.push(ref.ref);
      else if (commit !== undefined) ends.from.push(commit);
    }
  return ends;
}
