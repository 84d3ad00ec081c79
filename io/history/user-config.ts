import type { GitConfigEntry } from '../git/index.js';

/** The user's own git configuration where there is no git program to ask. @throws GitError */
export async function userConfigWithoutGit(env: NodeJS.ProcessEnv): Promise<readonly GitConfigEntry[]> {
  return (await import('./without-git/config.js')).userGitConfig(env);
}
