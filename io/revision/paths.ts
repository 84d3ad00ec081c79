import { findEntry, GitObjectError } from '../../core/git/index.js';
import { type GitObjects, type GitPlace, git } from '../git/index.js';
import { sound } from './links.js';

const RELATIVE = /^\.\.?(?:\/|$)/;

/** Names in a tree are bytes, and `findEntry` compares them one character for a byte. */
function bytewise(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The parts of a path from the top of the repository; undefined if it leaves the repository. */
async function partsOf(path: string, place: GitPlace): Promise<readonly string[] | undefined> {
  if (!RELATIVE.test(path)) return path === '' ? [] : path.split('/');
  const { stdout } = await git({ ...place, args: ['rev-parse', '--show-prefix'] });
  const parts = Buffer.from(stdout).toString('utf8').trimEnd().split('/').filter(Boolean);
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '.' && part !== '..' && part !== '') parts.push(part);
  }
  return parts;
}

/**
 * The id of what lies at a path of a tree (`REV:PATH`, gitrevisions(7)), each tree on the way hashed: a forged one
 * could name any object. Undefined if there is nothing.
 * @throws GitError GIT_FAILED for a damaged tree
 */
export async function atPath(
  tree: string,
  path: string,
  place: GitPlace,
  objects: GitObjects,
): Promise<string | undefined> {
  let id = tree;
  const parts = await partsOf(path, place);
  for (const [at, part] of (parts ?? []).entries()) {
    const answer = sound(await objects.read(id));
    if ('missing' in answer || answer.type !== 'tree') return undefined;
    // A slash at the end says that a folder is meant.
    if (part === '' && at > 0 && at + 1 === parts?.length) break;
    const entry = entryOf(answer.raw, bytewise(part), id.length);
    if (entry === undefined) return undefined;
    id = entry;
  }
  return parts && id;
}

function entryOf(tree: Uint8Array, name: string, digits: number): string | undefined {
  try {
    return findEntry(tree, name, digits)?.id;
  } catch (error) {
    if (error instanceof GitObjectError) return undefined;
    throw error;
  }
}
