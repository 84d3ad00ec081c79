import { BY_COMMITS, GitError, type GitObjects, type GitPlace, git, IdSet, soundPast } from '../git/index.js';
import type { WalkEnds } from '../revision/index.js';

/** The place in which git runs, and the reader of its objects. */
interface Reader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
}

/** Commits that a walk excludes because they are ancestors of others. */
interface Past {
  readonly of: readonly string[];
  readonly commits: readonly string[];
}

/**
 * The commits that a range excludes, and the proof that this is right. git does not hash the commits it walks over.
 * A forged ancestor of A could name any commit as its parent, and `A..B` would then exclude that commit.
 */
export class Range {
  readonly #listed = new IdSet();
  /**
   * Commits that the walk reached and git has not listed. At the end of the walk, these are the ones that git
   * excludes.
   */
  readonly #open = new Set<string>();

  private constructor(
    readonly without: readonly string[],
    private readonly shared: readonly Past[],
  ) {}

  /** The range between ends; undefined if it excludes nothing. @throws GitError */
  static async between({ without, between }: WalkEnds, place: GitPlace): Promise<Range | undefined> {
    const all = [...without];
    const shared: Past[] = [];
    for (const [a, b] of between) {
      const commits = await mergeBases(a, b, place);
      shared.push({ of: [a], commits }, { of: [b], commits });
      all.push(...commits);
    }
    return all.length === 0 ? undefined : new Range(all, shared);
  }

  /** Records a commit that git lists as part of the range. */
  list(id: string): void {
    this.#listed.add(id);
    this.#open.delete(id);
  }

  /** Records a commit that is either in the range or excluded: an end, or a parent of a commit in the range. */
  reach(id: string): void {
    if (!this.#listed.has(id)) this.#open.add(id);
  }

  /**
   * Proves that every excluded commit is an ancestor of an excluded end. Call it when all commits are listed.
   * @throws GitError GIT_FAILED if an object on the way is damaged, or an excluded commit is not an ancestor
   */
  async prove(reader: Reader): Promise<void> {
    for (const past of [...this.shared, { of: this.without, commits: [...this.#open] }])
      await prove(past, reader);
  }
}

async function mergeBases(a: string, b: string, place: GitPlace): Promise<string[]> {
  const args = [...BY_COMMITS, 'merge-base', '--all', a, b];
  const { stdout } = await git({ ...place, args, accept: [0, 1] });
  return Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
}

async function prove({ of, commits }: Past, { place, objects }: Reader): Promise<void> {
  const missing = new Set(commits);
  for (const id of of) missing.delete(id);
  if (missing.size === 0) return;
  for await (const commits of soundPast(of, place, objects)) {
    for (const { id } of commits) missing.delete(id);
    if (missing.size === 0) return;
  }
  const [one] = missing;
  throw new GitError(
    'GIT_FAILED',
    `git excludes commit ${one}, which is not an ancestor of the commits that the range excludes`,
  );
}
