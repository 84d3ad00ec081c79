import type { GitObject } from '../../core/verify/index.js';
import { GitError, type GitPlace } from '../../io/git/index.js';
import { openHistory } from '../../io/history/index.js';

/** The one commit or tag a revision names. @throws GitError REVISION_UNKNOWN */
export async function readOne(place: GitPlace, name: string): Promise<GitObject> {
  const history = await openHistory({ revisions: [name] }, place);
  try {
    for await (const { object } of history.items()) {
      if ('unread' in object) throw new GitError('REVISION_UNKNOWN', object.detail);
      return object;
    }
  } finally {
    await history.close();
  }
  throw new GitError('REVISION_UNKNOWN', 'there is no such object in this repository');
}
