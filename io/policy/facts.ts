import { GitObjectError, parseCommit, parseTag } from '../../core/git/index.js';
import type { ObjectFacts } from '../../core/policy/repository/index.js';
import { GitError, type GitObjects, type GitPlace } from '../git/index.js';
import { Ancestors } from './ancestors.js';
import { TreeDiffs } from './changed-paths.js';
import { ownChanges } from './own-changes.js';

/** A raw commit or tag, and where it stands. */
export interface FactsInput {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  readonly raw: Uint8Array;
  /** The branch under check, without `refs/heads/`. */
  readonly branch?: string;
  /** The ref a tag was found under, without `refs/tags/`. */
  readonly tagRef?: string;
}

/** Reads what policies ask about objects of one repository; git is started only when something is asked. Close it. */
export class RepositoryFacts {
  readonly #ancestors: Ancestors;
  #diffs: TreeDiffs | undefined;

  constructor(
    private readonly place: GitPlace,
    private readonly objects: GitObjects,
  ) {
    this.#ancestors = new Ancestors(place);
  }

  /** The facts of one object. One that cannot be read names no people and no parents: its signature does not hold either. */
  of({ id, type, raw, branch, tagRef }: FactsInput): ObjectFacts {
    const asked = {
      id,
      type,
      ...(branch !== undefined && { branch }),
      ...(tagRef !== undefined && { tagRef }),
    };
    const isBefore = (commit: string) => this.#ancestors.isBefore(id, commit);
    const nothing = { ...asked, parents: [], paths: async () => [], isBefore };
    try {
      if (type === 'tag') {
        const { name, tagger } = parseTag(raw);
        return { ...nothing, tagName: name, ...(tagger && { committerEmail: tagger.email }) };
      }
      const commit = parseCommit(raw);
      return {
        ...nothing,
        parents: commit.parents,
        authorEmail: commit.author.email,
        committerEmail: commit.committer.email,
        paths: () => this.#paths(commit),
      };
    } catch (error) {
      if (!(error instanceof GitObjectError)) throw error;
      return { ...nothing, unreadable: true };
    }
  }

  /** Ends the processes that were started. */
  close(): void {
    this.#diffs?.close();
  }

  async #paths(commit: { tree: string; parents: readonly string[] }): Promise<readonly string[] | undefined> {
    this.#diffs ??= new TreeDiffs(this.place);
    const diffs = this.#diffs;
    try {
      return await ownChanges({ place: this.place, objects: this.objects, diffs }, commit);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      diffs.close();
      if (this.#diffs === diffs) this.#diffs = undefined;
      return undefined;
    }
  }
}
