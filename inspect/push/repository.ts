import { FileError } from '../../io/files/error.js';
import {
  asItIs,
  BY_COMMITS,
  comesBefore,
  GitError,
  type GitObject,
  GitObjects,
  type GitPlace,
  git,
  type NoGitObject,
} from '../../io/git/index.js';
import { tagBelow } from '../../io/history/index.js';
import { peeled } from '../../io/revision/index.js';

// Every git here runs as a hook must: no replace refs, no grafts, and missing objects are not fetched (`asItIs`).

// The most tips that a walk leaves out. With fewer tips the walk is longer, but never wrong.
const MOST_TIPS = 2000;

/** A branch or tag, and the commit that it points to. */
export interface Tip {
  readonly ref: string;
  readonly commit: string;
}

/** The objects of a new value of a ref: the ids of its tags, outermost first, and the commit that they point to. */
export interface NewValue {
  readonly tags: readonly string[];
  /** The bytes of the outermost tag only, so that a chain of large tags need not fit in memory. */
  readonly outermost?: Uint8Array;
  /** Absent for a tree or blob, which cannot have a signature. */
  readonly commit?: string;
}

/**
 * Follows the tags from an id to the end of the chain. A tag costs as much as a commit.
 * @throws FileError INPUT_UNREADABLE for an object that is not here
 */
export async function newValue(id: string, place: GitPlace): Promise<NewValue> {
  const objects = new GitObjects(asItIs(place));
  const tags: string[] = [];
  let first: { readonly outermost?: Uint8Array } = {};
  try {
    for (let next: string | undefined = id; next !== undefined; ) {
      const object: GitObject | NoGitObject = await objects.read(next);
      if ('missing' in object) throw new FileError('INPUT_UNREADABLE', `the object ${next} cannot be read`);
      if (object.type === 'commit') return { tags, ...first, commit: object.id };
      if (object.type !== 'tag') return { tags, ...first };
      if (tags.length === 0) first = { outermost: object.raw };
      tags.push(object.id);
      const target = /^object ([0-9a-f]{40,64})\n/.exec(
        Buffer.from(object.raw.subarray(0, 80)).toString('latin1'),
      );
      next = tagBelow(object.raw) ?? target?.[1];
    }
    return { tags, ...first };
  } finally {
    await objects.close();
  }
}

/**
 * The youngest branches and tags below the given prefixes. A tag is followed here, as git would follow a forged one; one that
 * is damaged lets nothing in.
 * @throws GitError
 */
export async function tips(place: GitPlace, ...prefixes: string[]): Promise<Tip[]> {
  const format = '--format=%(objecttype) %(objectname) %(refname)';
  const args = ['for-each-ref', '--sort=-creatordate', `--count=${MOST_TIPS}`, format, '--', ...prefixes];
  const { stdout } = await git({ ...asItIs(place), args });
  const lines = Buffer.from(stdout).toString('utf8').split('\n');
  return withObjects(place, async (objects) => {
    const found: Tip[] = [];
    for (const line of lines) {
      const [type, id = '', ref] = line.split(' ');
      const commit = type === 'tag' ? await commitOf(id, objects) : type === 'commit' ? id : undefined;
      if (ref && commit) found.push({ ref, commit });
    }
    return found;
  });
}

async function commitOf(tag: string, objects: GitObjects): Promise<string | undefined> {
  try {
    const end = await peeled(tag, { objects });
    return end?.type === 'commit' ? end.id : undefined;
  } catch (error) {
    if (error instanceof GitError && error.code === 'GIT_FAILED') return undefined;
    throw error;
  }
}

async function withObjects<T>(place: GitPlace, work: (objects: GitObjects) => Promise<T>): Promise<T> {
  const objects = new GitObjects(asItIs(place));
  try {
    return await work(objects);
  } finally {
    await objects.close();
  }
}

/** Commits of the refs that git finds a commit to be part of; nothing of it is hashed. @throws GitError */
export async function tipsAbove(commit: string, place: GitPlace): Promise<string[]> {
  const format = '--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';
  const { stdout } = await git({
    ...asItIs(place),
    args: [...BY_COMMITS, 'for-each-ref', `--contains=${commit}`, format],
  });
  return Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
}

/** Whether a commit with this id is in the repository. @throws GitError */
export async function isHere(id: string, place: GitPlace): Promise<boolean> {
  return (
    (await git({ ...asItIs(place), args: ['cat-file', '-e', `${id}^{commit}`], accept: [0, 1, 128] }))
      .exitCode === 0
  );
}

/** Whether one commit is, or comes before, the other. @throws GitError, as where a commit that leads there is damaged */
export async function isAncestor(commit: string, of: string, place: GitPlace): Promise<boolean> {
  return withObjects(place, (objects) => comesBefore(commit, of, asItIs(place), objects));
}

/**
 * The ref that a push to this ref changes: git follows symbolic refs. A renamed branch, for example, may have left one under its
 * old name.
 * @throws GitError
 */
export async function refMeant(ref: string, place: GitPlace): Promise<string> {
  const { stdout } = await git({
    ...asItIs(place),
    args: ['symbolic-ref', '--quiet', ref],
    accept: [0, 1, 128],
  });
  return Buffer.from(stdout).toString('utf8').trimEnd() || ref;
}
