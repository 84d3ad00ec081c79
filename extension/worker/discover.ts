import { GitError, repositoryInfo } from '../../io/git/index.js';
import type { Calls } from '../service/protocol.js';
import { placeOf } from './place.js';

/** The root of the repository a folder is in; undefined when it is in none. @throws GitError GIT_NOT_FOUND */
export async function discover({ folder, gitPath }: Calls['discover']['ask']): Promise<string | undefined> {
  try {
    const { topLevel, gitDir } = await repositoryInfo(placeOf(folder, gitPath));
    return topLevel ?? gitDir;
  } catch (error) {
    if (error instanceof GitError && error.code === 'NOT_A_REPOSITORY') return undefined;
    throw error;
  }
}
