import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A directory that exists for the length of a test. */
export function temporaryDirectory(t: TestContext): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'waxseal-io-')));
  // A program that is about to end may still write into it.
  t.after(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** A repository with only its own configuration. `git` runs git in it and returns the output, trimmed. */
export function repository(t: TestContext, format: 'sha1' | 'sha256' = 'sha1') {
  const home = temporaryDirectory(t);
  const dir = join(home, 'repo');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@b.test',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@b.test',
  };
  const at = (cwd: string, args: string[], input?: string) =>
    execFileSync('git', args, { cwd, env, ...(input !== undefined && { input }), encoding: 'utf8' }).trim();
  at(home, ['init', '-q', `--object-format=${format}`, '-b', 'main', 'repo']);
  return {
    dir,
    home,
    env,
    git: (...args: string[]) => at(dir, args),
    hash: (content: string) => at(dir, ['hash-object', '-w', '--stdin'], content),
  };
}
