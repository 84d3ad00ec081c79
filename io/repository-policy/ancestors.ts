import { GitObjectError, parseTag } from '../../core/git/index.js';
import { asItIs, GitError, GitObjects, type GitPlace, soundPast } from '../git/index.js';
import { Ancestry } from './ancestry.js';

/** Tags of tags that are followed to a commit. */
const MOST_TAGS = 10;
/** Commits that are named to git at once: on Windows, a command line has at most 32,767 characters. */
const MOST_NAMED = 200;

/**
 * Answers whether a commit is an ancestor of another. Every commit is read and hashed once, whatever number of commits the
 * policy names, because a forged commit could name any other as its parent. Replace refs and grafts are ignored.
 */
export class Ancestors {
  readonly #place: GitPlace;
  readonly #ancestry = new Ancestry();
  /** The commit of each id that was asked about; undefined if it is no commit of this repository. */
  readonly #commits = new Map<string, string | undefined>();
  /** The commits whose ancestors were added. */
  readonly #walked: string[] = [];
  #last: Promise<unknown> = Promise.resolve();
  /** Why what was read is not complete. Nothing more is read then. */
  #failure: unknown;

  constructor(place: GitPlace) {
    this.#place = asItIs(place);
  }

  /**
   * Whether `commit` is a proper ancestor of `of`; undefined if `of` is not a commit of this repository.
   * @param next what will probably be asked next in place of `of`; it is read together with `of`
   * @throws PolicyLimitError if there are too many ancestors; GitError, for example if one of them is damaged
   */
  async isBefore(commit: string, of: string, next: readonly string[] = []): Promise<boolean | undefined> {
    if (commit === of) return false;
    this.#last = this.#last.then(() => this.#readOnce([of, ...next]));
    await this.#last;
    if (!this.#commits.has(of)) throw this.#failure;
    const tip = this.#commits.get(of);
    return tip === undefined ? undefined : this.#ancestry.isBefore(commit, tip);
  }

  async #readOnce(ids: readonly string[]): Promise<void> {
    const [first = ''] = ids;
    if (this.#commits.has(first) || this.#failure !== undefined) return;
    try {
      await this.#read(ids);
    } catch (error) {
      this.#failure = error;
    }
  }

  async #read(ids: readonly string[]): Promise<void> {
    const objects = new GitObjects(this.#place);
    try {
      const found = new Map<string, string | undefined>();
      for (const id of ids) if (!this.#commits.has(id)) found.set(id, await commitOf(id, objects));
      const tips = [...new Set(found.values())].flatMap((tip) => tip ?? []);
      for (let at = 0; at < tips.length; at += MOST_NAMED)
        await this.#addPast(tips.slice(at, at + MOST_NAMED), objects);
      for (const [id, tip] of found) this.#commits.set(id, tip);
    } finally {
      await objects.close();
    }
  }

  async #addPast(commits: readonly string[], objects: GitObjects): Promise<void> {
    const tips = commits.filter((tip) => !this.#ancestry.has(tip));
    if (tips.length === 0) return;
    const known = this.#walked.slice(-MOST_NAMED).map((tip) => `^${tip}`);
    try {
      for await (const group of soundPast([...tips, ...known], this.#place, objects))
        for (const { id, parents } of group) this.#ancestry.add(id, parents);
    } catch (error) {
      // A commit on the way is not here. What was read before it is sound, and the rest does not count as earlier.
      if (!(error instanceof GitError && error.code === 'REVISION_UNKNOWN')) throw error;
    }
    this.#walked.push(...tips);
  }
}

async function commitOf(id: string, objects: GitObjects): Promise<string | undefined> {
  let at = id;
  for (let i = 0; i < MOST_TAGS; i += 1) {
    const object = await objects.read(at);
    if ('missing' in object)
      return object.why === 'other-bytes' && object.type === 'commit' ? object.id : undefined;
    if (object.type === 'commit') return object.id;
    if (object.type !== 'tag') return undefined;
    try {
      at = parseTag(object.raw).object;
    } catch (error) {
      if (error instanceof GitObjectError) return undefined;
      throw error;
    }
  }
  return undefined;
}
