import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Outcome } from '../../core/verdict/index.js';
import { type Programs, succeeded } from './program.js';

/** A signature that was made only to see whether signing works. */
export interface Trial {
  readonly id: string;
  readonly outcome: Outcome;
  readonly subject: string;
  readonly issuer: string;
}

interface Judged {
  readonly objects: readonly {
    readonly outcome: Outcome;
    readonly signer?: { readonly subject: string; readonly issuer: string };
  }[];
}

const MESSAGE = 'Try keyless signing\n\nMade by Waxseal to see whether it works. It is on no branch.\n';

/**
 * Has git sign an empty commit that is not kept: its objects go into a folder that is deleted. Then verifies it.
 * @param root the repository whose configuration is tried; undefined: an empty repository with only the user's own
 * configuration
 * @throws ProgramError
 */
export async function trySignature(programs: Programs, root: string | undefined): Promise<Trial> {
  const scratch = await mkdtemp(join(tmpdir(), 'waxseal-try-'));
  try {
    const git = async (args: readonly string[], cwd: string, env = {}, input = '') =>
      succeeded(await programs.git(args, cwd, env, input)).trim();
    if (root === undefined) await git(['init', '-q', scratch], scratch);
    const cwd = root ?? scratch;
    const kept = resolve(cwd, await git(['rev-parse', '--git-path', 'objects'], cwd));
    const objects = root === undefined ? kept : join(scratch, 'objects');
    await mkdir(objects, { recursive: true });
    const env = { GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: kept };
    const tree = await git(['mktree'], cwd, env);
    const id = await git(['commit-tree', '-S', tree, '-F', '-'], cwd, env, MESSAGE);
    const { stdout } = await programs.waxseal(['verify', '--any-signer', '--format', 'json', id], cwd, env);
    const judged = (JSON.parse(stdout) as Judged).objects[0];
    const { subject = '', issuer = '' } = judged?.signer ?? {};
    return { id, outcome: judged?.outcome ?? 'incomplete', subject, issuer };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
