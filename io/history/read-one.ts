import { harmless } from '../../core/harmless/index.js';
import type { GitObject } from '../../core/verify/index.js';
import { GitError, type GitErrorCode, type GitPlace } from '../git/index.js';
import { openHistory } from './open.js';
import { isPattern, isWalk } from './selection.js';
import type { UnreadObject } from './types.js';

/** A commit or tag. If a ref was requested and points to it, also the full name of that ref. */
export interface OneObject {
  readonly object: GitObject;
  readonly ref?: string;
}

const CODES: Readonly<Record<UnreadObject['unread'], GitErrorCode>> = {
  missing: 'REVISION_UNKNOWN',
  'too-large': 'GIT_OUTPUT_TOO_LARGE',
  'other-bytes': 'GIT_FAILED',
  'other-type': 'NOT_A_SIGNED_OBJECT',
};

/**
 * The single commit or tag that a revision names.
 * @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS, NOT_A_SIGNED_OBJECT, and for what cannot be read
 */
export async function readOne(place: GitPlace, name: string): Promise<OneObject> {
  const selection = { revisions: [name.replace(/\^!$/, '')] }; // `X^!` is X without its past
  if (isPattern(name) || isWalk(selection))
    throw new GitError('REVISION_UNKNOWN', `"${harmless(name)}" does not name one commit or tag`);
  const history = await openHistory(selection, place);
  try {
    for await (const { object, ref } of history.items()) {
      if ('unread' in object)
        throw new GitError(CODES[object.unread], `${harmless(name)} cannot be read: ${object.detail}`);
      return { object, ...(ref !== undefined && { ref }) };
    }
  } finally {
    await history.close();
  }
  throw new GitError('REVISION_UNKNOWN', `there is no object ${harmless(name)} in this repository`);
}
