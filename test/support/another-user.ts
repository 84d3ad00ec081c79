import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RunResult, run } from './git-repo.js';
import { createWaxsealRepo, PROGRAM, type WaxsealOptions, type WaxsealRepo } from './waxseal.js';

// Root may read and write everything, and every file of root is its own. So the person in these tests is another user, to whom root
// is a stranger.

/** The person. */
export const USER = 65534;
/** Somebody else, who is not root. */
export const THIRD = 65533;

const IDS = ['--reuid', String(USER), '--regid', String(USER), '--clear-groups', '--inh-caps=-all'];

/** Why no program can be run as another user; undefined if it can. */
export function whyNoOtherUser(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can be somebody else';
  const works = (...command: string[]) => spawnSync('setpriv', [...IDS, ...command]).status === 0;
  if (!works(process.execPath, '-e', '1')) return 'there is no setpriv, or Node is not for every user';
  return works('test', '-r', PROGRAM) ? undefined : 'this working copy is not for every user to read';
}

/** Runs a program as {@link USER}. */
export function runAsUser(
  program: string,
  args: readonly string[],
  options: Parameters<typeof run>[2],
): Promise<RunResult> {
  return run('setpriv', [...IDS, program, ...args], options);
}

function giveAway(path: string): void {
  chownSync(path, USER, USER);
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
    chownSync(join(entry.parentPath ?? entry.path, entry.name), USER, USER);
}

/** A repository of {@link USER}, whose git and program run as that user. */
export async function createUserRepo(options: WaxsealOptions): Promise<WaxsealRepo> {
  const repo = await createWaxsealRepo(options);
  const root = join(repo.home, 'trusted_root.json');
  copyFileSync(options.stack.env['TRUSTED_ROOT'] ?? '', root);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
  giveAway(dirname(repo.home));
  const attempt: WaxsealRepo['try'] = (args, more) =>
    runAsUser('git', args, { cwd: repo.dir, env: { ...repo.env, ...more } });
  return {
    ...repo,
    try: attempt,
    async git(args, more) {
      const { status, stdout, stderr } = await attempt(args, more);
      if (status !== 0) throw new Error(`git ${args.join(' ')}: exit ${status}\n${stderr}${stdout}`);
      return stdout.replace(/\n$/, '');
    },
    waxseal: (args, env, bytes) =>
      runAsUser(PROGRAM, args, {
        cwd: repo.dir,
        env: { ...repo.env, ...env },
        ...(bytes && { input: bytes }),
      }),
  };
}
