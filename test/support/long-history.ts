import { execFileSync } from 'node:child_process';
import type { GitRepo } from './git-repo.js';

/** Adds unsigned commits without files on top of a branch. Returns their ids, the newest first. */
export function growHistory({ dir, env }: GitRepo, branch: string, count: number): readonly string[] {
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', args, {
      cwd: dir,
      env: { ...env },
      encoding: 'utf8',
      ...(input !== undefined && { input }),
    });
  const ref = `refs/heads/${branch}`;
  const commit = (i: number) =>
    `commit ${ref}\ncommitter Dev <dev@example.test> ${1790001000 + i} +0000\ndata 2\nx\n${i === 0 ? `from ${ref}^0\n` : ''}\n`;
  git(['fast-import', '--quiet'], Array.from({ length: count }, (_, i) => commit(i)).join(''));
  return git(['rev-list', '-n', String(count), ref])
    .trim()
    .split('\n');
}
