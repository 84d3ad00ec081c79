import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { GitError, git, repositoryInfo } from '../../io/git/index.js';
import type { JudgePlace } from './types.js';

/** The path with all links resolved. A path that does not exist is returned unchanged. */
function resolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** A limit above that of any operating system. */
const MOST_LINKS = 64;

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The path and the target of every link on its way. Whoever can change one of them decides where the path leads.
 */
function waysTo(path: string, links = 0): string[] {
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep);
  const ways: string[] = [];
  let at = root;
  for (const [index, name] of names.entries()) {
    at = join(at, name);
    ways.push(at);
    const target = links < MOST_LINKS ? linkAt(at) : undefined;
    if (target !== undefined) {
      const onward = resolve(dirname(at), target);
      return [...ways, ...waysTo(join(onward, ...names.slice(index + 1)), links + 1)];
    }
  }
  return ways;
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  // A name may begin with two dots.
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The linked work trees of a repository (gitrepository-layout(5), worktrees/ID/gitdir: the `.git` file of each). */
function linkedWorkTrees(commonDir: string): string[] {
  const directory = join(commonDir, 'worktrees');
  try {
    return readdirSync(directory).flatMap((id) => {
      const place = join(directory, id);
      const file = join(place, 'gitdir');
      return existsSync(file) ? [dirname(resolve(place, readFileSync(file, 'utf8').trimEnd()))] : [];
    });
  } catch {
    return [];
  }
}

/** The main work tree to which a linked one belongs: beside the git directory, or where the configuration says. */
async function mainWorkTree(place: JudgePlace, commonDir: string): Promise<string[]> {
  const args = ['config', '--file', join(commonDir, 'config'), '--get', 'core.worktree'];
  const { stdout } = await git({ ...place, args, accept: [0, 1] });
  const configured = Buffer.from(stdout).toString('utf8').replace(/\n$/, '');
  const beside = basename(commonDir) === '.git' ? [dirname(commonDir)] : [];
  return configured === '' ? beside : [...beside, resolve(commonDir, configured)];
}

/** Directories at or above this one that look like a repository. Used when there is no git program to ask. */
function lookedFor(from: string): string[] {
  for (let at = resolve(from); ; at = dirname(at)) {
    if (existsSync(join(at, '.git')) || (existsSync(join(at, 'objects')) && existsSync(join(at, 'HEAD'))))
      return [at];
    if (at === dirname(at)) return [];
  }
}

/**
 * The directories whose content other people may have written: all work trees of the repository and its git
 * directories. Empty outside a repository.
 */
async function repositoryDirectories(place: JudgePlace): Promise<string[]> {
  try {
    const { topLevel, gitDir, commonDir } = await repositoryInfo(place);
    return [
      ...(topLevel === undefined ? [] : [topLevel]),
      ...[gitDir, commonDir],
      ...linkedWorkTrees(commonDir),
      ...(await mainWorkTree(place, commonDir)),
    ];
  } catch (error) {
    if (error instanceof GitError) return lookedFor(place.cwd ?? '.');
    throw error;
  }
}

/**
 * Returns a function that says why a file may not decide whom the user trusts, or undefined when it may. A relative
 * path is refused, because git resolves it in the work tree. The authors under review write the work tree, and also
 * every link inside the repository, wherever that link leads.
 */
export function usersOwn(place: JudgePlace): (path: string) => Promise<string | undefined> {
  let known: Promise<string[]> | undefined;
  return async (path) => {
    if (!isAbsolute(path)) return 'a relative path names a file of the repository';
    known ??= repositoryDirectories(place);
    const directories = (await known).flatMap((directory) => [directory, resolved(directory)]);
    const ways = waysTo(path);
    return directories.some((directory) => ways.some((way) => isInside(way, directory)))
      ? 'the file is inside the repository'
      : undefined;
  };
}
