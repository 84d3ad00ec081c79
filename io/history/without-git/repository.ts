import fs, { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { getConfig, readObject } from 'isomorphic-git';
import { GitError, type GitObject, isItself } from '../../git/index.js';

/**
 * The directories of a repository on disk: the git directory of this work tree, and the one that all work trees
 * share.
 */
export interface DiskRepository {
  readonly gitDir: string;
  readonly commonDir: string;
}

/**
 * The repository that contains `cwd`, found in the way git does it (gitrepository-layout(5)): `.git` directory or
 * file, or a bare repository; GIT_DIR if it is set.
 * @throws GitError NOT_A_REPOSITORY, and for forms that need the git program
 */
export async function diskRepository(cwd: string, env: NodeJS.ProcessEnv): Promise<DiskRepository> {
  const gitDir = env['GIT_DIR'] ? resolve(cwd, env['GIT_DIR']) : findGitDir(cwd);
  if (gitDir === undefined || !isGitDir(gitDir))
    throw new GitError('NOT_A_REPOSITORY', 'this is not a git repository');
  const shared = firstLine(join(gitDir, 'commondir'));
  const repository = { gitDir, commonDir: shared === undefined ? gitDir : resolve(gitDir, shared) };
  await refuseWhatNeedsGit(repository);
  return repository;
}

function findGitDir(start: string): string | undefined {
  for (let dir = resolve(start); ; dir = dirname(dir)) {
    const inside = join(dir, '.git');
    if (existsSync(inside)) {
      if (statSync(inside).isDirectory()) return inside;
      const target = /^gitdir: (.*)$/.exec(firstLine(inside) ?? '')?.[1];
      return target === undefined ? undefined : resolve(dir, target);
    }
    if (isGitDir(dir)) return dir;
    if (dirname(dir) === dir) return undefined;
  }
}

function isGitDir(dir: string): boolean {
  return (
    existsSync(join(dir, 'HEAD')) && (existsSync(join(dir, 'objects')) || existsSync(join(dir, 'commondir')))
  );
}

/** The first line of a file; undefined if the file does not exist. */
export function firstLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n')[0]?.trim();
  } catch {
    return undefined;
  }
}

async function refuseWhatNeedsGit({ commonDir }: DiskRepository): Promise<void> {
  const value = async (path: string): Promise<unknown> => getConfig({ fs, gitdir: commonDir, path });
  const format = (await value('extensions.objectformat')) ?? 'sha1';
  const refs = (await value('extensions.refstorage')) ?? 'files';
  if (format === 'sha1' && refs === 'files') return;
  const what = format === 'sha1' ? 'its references as reftable' : `${String(format)} object ids`;
  throw new GitError(
    'GIT_NOT_FOUND',
    `git is not in PATH, and a repository with ${what} cannot be read without it`,
  );
}

/** Bytes under an id that do not hash to it. */
export interface OtherBytes {
  readonly id: string;
  readonly otherBytes: true;
}

/** Reads raw objects. Opened packs stay in memory. Never throws for a missing object. */
export class DiskObjects {
  readonly #cache = {};

  constructor(private readonly commonDir: string) {}

  /** The object with this id as it is on disk; undefined if it is missing or cannot be unpacked. */
  async read(oid: string): Promise<GitObject | OtherBytes | undefined> {
    const object = await this.#unpacked(oid);
    return !object || isItself(object) ? object : { id: oid, otherBytes: true };
  }

  /** {@link read} for a caller that cannot use a damaged object. @throws GitError GIT_FAILED */
  async readSound(oid: string): Promise<GitObject | undefined> {
    const object = await this.read(oid);
    if (!object || !('otherBytes' in object)) return object;
    throw new GitError('GIT_FAILED', `the repository is damaged: it holds other bytes under the id ${oid}`);
  }

  async #unpacked(oid: string): Promise<GitObject | undefined> {
    try {
      const found = await readObject({
        fs,
        gitdir: this.commonDir,
        oid,
        format: 'content',
        cache: this.#cache,
      });
      const raw = found.object;
      if (found.format !== 'content' || !(raw instanceof Uint8Array)) return undefined;
      return { id: oid, type: found.type as GitObject['type'], raw: new Uint8Array(raw) };
    } catch {
      return undefined;
    }
  }
}
