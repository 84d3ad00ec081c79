import { PolicyLimitError } from '../../core/signer-policy/index.js';
import { GitError, type GitObjects } from '../git/index.js';
import type { ChangeWork } from './change-work.js';
import { compareNames, entryAt, isLink, isSame, isTree, type TreeEntry } from './tree-entries.js';

/**
 * Bytes of trees that are kept for the next comparison: the next commit is usually compared with this commit's
 * tree.
 */
const MOST_KEPT = 8 << 20;
const NOTHING = Buffer.alloc(0);

/** A running comparison of two trees: its cost and what it found. */
interface Comparison {
  readonly work: ChangeWork;
  readonly paths: string[];
}

/**
 * Finds the paths that differ between two trees, entry by entry. Renames are not detected; submodules are included.
 * `git diff-tree` is not used: it collects everything in memory first, and a few small trees that contain each
 * other can make more paths than memory holds. Names that are not UTF-8 get replacement characters. A path that is
 * a symbolic link or submodule on either side ends with a slash.
 */
export class TreeDiffs {
  readonly #kept = new Map<string, Buffer>();
  #keptBytes = 0;

  constructor(private readonly objects: GitObjects) {}

  /**
   * The paths that differ between two trees, in the order of git.
   * @param from id of a tree; undefined for an empty tree
   * @throws GitError if a tree is missing or damaged; PolicyLimitError
   */
  async between(from: string | undefined, to: string, work: ChangeWork): Promise<readonly string[]> {
    if (from === to) return [];
    const paths: string[] = [];
    const [a, b] = await Promise.all([this.#tree(from, work), this.#tree(to, work)]);
    await this.#compare('', a, b, to.length / 2, { work, paths });
    return paths;
  }

  async #compare(prefix: string, a: Buffer, b: Buffer, idBytes: number, found: Comparison): Promise<void> {
    let [left, right] = [first(a, 0, idBytes), first(b, 0, idBytes)];
    while (left || right) {
      const order = !left ? 1 : !right ? -1 : compareNames(a, left, b, right);
      if (order !== 0 || (left && right && !isSame(a, left, b, right)))
        await this.#differ(
          prefix,
          a,
          order <= 0 ? left : undefined,
          b,
          order >= 0 ? right : undefined,
          found,
        );
      if (left && order <= 0) left = first(a, left.end, idBytes);
      if (right && order >= 0) right = first(b, right.end, idBytes);
    }
  }

  /** Compares two entries with the same name, or handles one that exists on one side only. */
  async #differ(
    prefix: string,
    a: Buffer,
    left: TreeEntry | undefined,
    b: Buffer,
    right: TreeEntry | undefined,
    found: Comparison,
  ): Promise<void> {
    const [tree, entry] = left ? [a, left] : [b, right];
    if (!entry) return;
    const name = prefix + tree.toString('utf8', entry.name, entry.nameEnd);
    if (!isTree(entry)) {
      const path = [left, right].some((one) => one && isLink(one)) ? `${name}/` : name;
      found.work.found(path);
      found.paths.push(path);
      return;
    }
    found.work.read(name.length);
    const below = (side: Buffer, one: TreeEntry | undefined) =>
      this.#tree(one && side.toString('hex', one.nameEnd + 1, one.end), found.work);
    const [deepA, deepB] = await Promise.all([below(a, left), below(b, right)]);
    await this.#compare(`${name}/`, deepA, deepB, entry.end - entry.nameEnd - 1, found);
  }

  async #tree(id: string | undefined, work: ChangeWork): Promise<Buffer> {
    if (id === undefined) return NOTHING;
    const tree = this.#kept.get(id) ?? (await this.#read(id));
    work.read(tree.length);
    // The least recently used tree is dropped first.
    if (!this.#kept.delete(id)) this.#keptBytes += tree.length;
    this.#kept.set(id, tree);
    for (const [oldest, bytes] of this.#kept) {
      if (this.#keptBytes <= MOST_KEPT) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= bytes.length;
    }
    return tree;
  }

  async #read(id: string): Promise<Buffer> {
    const object = await this.objects.read(id);
    if ('missing' in object) {
      if (object.why === 'too-large')
        throw new PolicyLimitError(
          `a folder of this commit has a tree of ${object.size} bytes, which is too large to read`,
        );
      throw new GitError('GIT_FAILED', 'a tree cannot be read: it is not here');
    }
    if (object.type !== 'tree')
      throw new GitError('GIT_OUTPUT_MALFORMED', `${id} is a ${object.type}, not a tree`);
    // A copy, because the buffer that git's answers share is larger.
    return Buffer.from(object.raw);
  }
}

function first(tree: Buffer, at: number, idBytes: number): TreeEntry | undefined {
  return at < tree.length ? entryAt(tree, at, idBytes) : undefined;
}
