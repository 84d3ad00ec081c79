import type { GitConfigEntry } from '../git/index.js';

/** The user's own git configuration, for a machine without a git program. @throws GitError */
export async function userConfigWithoutGit(env: NodeJS.ProcessEnv): Promise<readonly GitConfigEntry[]> {
  return (await import('./without-git/config.js')).userGitConfig(env);
}
