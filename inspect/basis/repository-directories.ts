import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { GitError, git, repositoryInfo } from '../../io/git/index.js';
import type { JudgePlace } from './types.js';

/** A path as it is once links are followed; as given where it does not exist. */
function resolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** More links than any system follows. */
const MOST_LINKS = 64;

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Every place a path goes through, link by link: each of them says where it leads. */
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

/** Where the main work tree is that a linked one belongs to: beside its git directory, or where the configuration says. */
async function mainWorkTree(place: JudgePlace, commonDir: string): Promise<string[]> {
  const args = ['config', '--file', join(commonDir, 'config'), '--get', 'core.worktree'];
  const { stdout } = await git({ ...place, args, accept: [0, 1] });
  const configured = Buffer.from(stdout).toString('utf8').replace(/\n$/, '');
  const beside = basename(commonDir) === '.git' ? [dirname(commonDir)] : [];
  return configured === '' ? beside : [...beside, resolve(commonDir, configured)];
}

/** What looks like a repository at or above a directory, where git is not there to say. */
function lookedFor(from: string): string[] {
  for (let at = resolve(from); ; at = dirname(at)) {
    if (existsSync(join(at, '.git')) || (existsSync(join(at, 'objects')) && existsSync(join(at, 'HEAD'))))
      return [at];
    if (at === dirname(at)) return [];
  }
}

/**
 * The directories whose content comes from others: this work tree, the main one, every other one of the repository, and
 * git's own. None outside a repository.
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
 * Answers why a file may not say whom the user trusts, or undefined. git takes a relative path from the work tree, which
 * is written by whoever is to be judged; so is every link on the way that stands in the repository, wherever it leads.
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
