import { GitObjectError, parseCommit, parseTag } from '../../core/git/index.js';
import type { ObjectFacts } from '../../core/repository-policy/index.js';
import {
  asItIs,
  GitError,
  GitObjects,
  type GitPlace,
  git,
  type RepositoryInfo,
  repositoryInfo,
} from '../git/index.js';
import { Ancestors } from './ancestors.js';
import { TreeDiffs } from './changed-paths.js';
import { ownChanges } from './own-changes.js';

/** A raw commit or tag, and the branch and name under review. */
export interface FactsInput {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  readonly raw: Uint8Array;
  /** The branch under review, without `refs/heads/`. */
  readonly branch?: string;
  /**
   * The name by which the object was requested. If it is the ref of a tag, the object must be a tag object with the
   * same name inside.
   */
  readonly name?: string;
}

type Commit = { readonly tree: string; readonly parents: readonly string[] };

/**
 * Reads the facts about objects of one repository that policies need. git is started only when it is needed. The
 * caller must close it.
 */
export class RepositoryFacts {
  readonly #ancestors: Ancestors;
  #objects: GitObjects | undefined;
  #diffs: TreeDiffs | undefined;
  #tagRefs: Promise<ReadonlySet<string>> | undefined;
  #info: Promise<RepositoryInfo> | undefined;
  #merges: Promise<unknown> = Promise.resolve();

  constructor(private readonly place: GitPlace) {
    this.#ancestors = new Ancestors(place);
  }

  /** The facts about one object. An object with unreadable headers is `unreadable`. @throws GitError */
  async of({ id, type, raw, branch, name }: FactsInput): Promise<ObjectFacts> {
    const isBefore = (commit: string, next?: readonly string[]) => this.#ancestors.isBefore(id, commit, next);
    const tagRef = type === 'commit' && name === id ? undefined : await this.#tagRef(id, name);
    const nothing = {
      id,
      type,
      ...(tagRef !== undefined && { tagRef }),
      ...(branch !== undefined && { branch }),
      parents: [],
      paths: async () => [],
      isBefore,
    };
    try {
      if (type === 'tag') {
        const { name: tagName, tagger } = parseTag(raw);
        return {
          ...nothing,
          tagName,
          ...(tagger && { committerEmail: tagger.email }),
        };
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
  async close(): Promise<void> {
    await this.#objects?.close();
  }

  async #tagRef(id: string, name: string | undefined): Promise<string | undefined> {
    if (name === undefined) return undefined;
    this.#tagRefs ??= this.#listTags();
    const short = name.replace(/^(?:refs\/)?tags\//, '');
    const refs = await this.#tagRefs;
    return [short, name].find((tag) => refs.has(`${id} refs/tags/${tag}`));
  }

  async #listTags(): Promise<ReadonlySet<string>> {
    const args = ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags/'];
    const { stdout } = await git({ ...this.place, args });
    return new Set(Buffer.from(stdout).toString('utf8').split('\n'));
  }

  /** One merge at a time, because each starts a process to find the merge base. */
  #paths(commit: Commit): Promise<readonly string[] | undefined> {
    if (commit.parents.length < 2) return this.#read(commit);
    const turn = this.#merges.then(() => this.#read(commit));
    const done = () => {};
    this.#merges = turn.then(done, done);
    return turn;
  }

  async #read(commit: Commit): Promise<readonly string[] | undefined> {
    this.#objects ??= new GitObjects(asItIs(this.place));
    const objects = this.#objects;
    this.#diffs ??= new TreeDiffs(objects);
    try {
      this.#info ??= repositoryInfo(this.place);
      const place = { ...this.place, info: await this.#info };
      return await ownChanges({ place, objects, diffs: this.#diffs }, commit);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      return undefined;
    }
  }
}
