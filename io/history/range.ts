import { BY_COMMITS, GitError, type GitObjects, type GitPlace, git, IdSet, soundPast } from '../git/index.js';
import type { WalkEnds } from '../revision/index.js';

/** Where objects are read, and git is run. */
interface Reader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
}

/** Commits that a walk leaves out as the past of some others. */
interface Past {
  readonly of: readonly string[];
  readonly commits: readonly string[];
}

/**
 * What a range leaves out, and the proof that it may. git hashes nothing that it walks over: a forged commit in the past of
 * A may name any commit as its parent, and `A..B` would then leave that out.
 */
export class Range {
  readonly #listed = new IdSet();
  /** Commits that the walk came to and git has not listed: at its end, those that git says are left out. */
  readonly #open = new Set<string>();

  private constructor(
    readonly without: readonly string[],
    private readonly shared: readonly Past[],
  ) {}

  /** The range between ends; undefined where nothing is left out. @throws GitError */
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

  /** Takes a commit of the range as git lists it. */
  list(id: string): void {
    this.#listed.add(id);
    this.#open.delete(id);
  }

  /** Takes a commit that is in the range or left out: an end, or a parent that a commit of the range names. */
  reach(id: string): void {
    if (!this.#listed.has(id)) this.#open.add(id);
  }

  /**
   * Reads, when all are listed, what lies between the ends and what was left out.
   * @throws GitError GIT_FAILED where that is damaged, or does not lead there
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
  for await (const ids of soundPast(of, place, objects)) {
    for (const id of ids) missing.delete(id);
    if (missing.size === 0) return;
  }
  const [one] = missing;
  throw new GitError(
    'GIT_FAILED',
    `git leaves out commit ${one}, which does not come before what is left out`,
  );
}
