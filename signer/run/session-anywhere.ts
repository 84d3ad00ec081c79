import { GitError } from '../../io/git/index.js';
import { userConfigWithoutGit } from '../../io/history/index.js';
import { type ConfigFlags, openSession, type Session } from '../session.js';

/** Opens the session. Without a git program, it reads the user's own git configuration from disk. */
export async function openSessionAnywhere(flags: ConfigFlags): Promise<Session> {
  try {
    return await openSession(flags);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'GIT_NOT_FOUND') throw error;
    return openSession(flags, { gitConfig: await userConfigWithoutGit(process.env) });
  }
}
