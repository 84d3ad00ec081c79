import {
  asItIs,
  BY_COMMITS,
  type GitObject,
  GitObjects,
  type GitPlace,
  git,
  type NoGitObject,
} from '../../../io/git/index.js';
import { tagBelow } from '../../../io/history/index.js';
import { SignerError } from '../../errors.js';

// Tips that may be left out of a walk: fewer make it longer and never wrong.
const MOST_TIPS = 2000;

/** The repository a hook runs in, as it is: no replace refs, no grafts, and nothing fetched because it is not there. */
const HERE: GitPlace = asItIs({ env: process.env });

/** A branch or tag and the commit it leads to. */
export interface Tip {
  readonly ref: string;
  readonly commit: string;
}

/** What a new value of a ref is made of: ids of tags from the outside in, then the commit they lead to. */
export interface NewValue {
  readonly tags: readonly string[];
  /** The bytes of the first tag alone, which the ref names: a chain of large ones need not fit in memory. */
  readonly outermost?: Uint8Array;
  /** Absent where it leads to a tree or blob, which no signature is on. */
  readonly commit?: string;
}

/**
 * Follows the tags from an id, to their end: they cost what as many commits cost.
 * @throws SignerError INPUT_UNREADABLE for an object that is not here
 */
export async function newValue(id: string): Promise<NewValue> {
  const objects = new GitObjects(HERE);
  const tags: string[] = [];
  let first: { readonly outermost?: Uint8Array } = {};
  try {
    for (let next: string | undefined = id; next !== undefined; ) {
      const object: GitObject | NoGitObject = await objects.read(next);
      if ('missing' in object) throw new SignerError('INPUT_UNREADABLE', `the object ${next} cannot be read`);
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

/** The youngest branches and tags below the given prefixes. @throws GitError */
export async function tips(...prefixes: string[]): Promise<Tip[]> {
  const format = '--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)';
  const args = ['for-each-ref', '--sort=-creatordate', `--count=${MOST_TIPS}`, format, '--', ...prefixes];
  const { stdout } = await git({ ...HERE, args });
  return Buffer.from(stdout)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [type, id, peeledType, peeled, ref] = line.split(' ');
      const commit = type === 'commit' ? id : peeledType === 'commit' ? peeled : undefined;
      return ref && commit ? [{ ref, commit }] : [];
    });
}

/** Commits of the refs that a commit is part of. @throws GitError */
export async function tipsAbove(commit: string): Promise<string[]> {
  const format = '--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';
  const { stdout } = await git({
    ...HERE,
    args: [...BY_COMMITS, 'for-each-ref', `--contains=${commit}`, format],
  });
  return Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
}

/** Whether a commit of this id is here. @throws GitError */
export async function isHere(id: string): Promise<boolean> {
  return (
    (await git({ ...HERE, args: ['cat-file', '-e', `${id}^{commit}`], accept: [0, 1, 128] })).exitCode === 0
  );
}

/** Whether one commit is, or comes before, the other. @throws GitError */
export async function isAncestor(commit: string, of: string): Promise<boolean> {
  const args = [...BY_COMMITS, 'merge-base', '--is-ancestor', commit, of];
  return (await git({ ...HERE, args, accept: [0, 1, 128] })).exitCode === 0;
}

/**
 * The ref that changes when this one is pushed to: git follows a symbolic ref, and a branch that was renamed may have left one
 * under its old name.
 * @throws GitError
 */
export async function refMeant(ref: string): Promise<string> {
  const { stdout } = await git({ ...HERE, args: ['symbolic-ref', '--quiet', ref], accept: [0, 1, 128] });
  return Buffer.from(stdout).toString('utf8').trimEnd() || ref;
}
