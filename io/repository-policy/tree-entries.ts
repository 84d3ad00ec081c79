import { GitError } from '../git/index.js';

/** One entry of a raw tree: `MODE SP NAME NUL ID` (gitformat-pack(5)), as offsets into the tree. */
export interface TreeEntry {
  readonly mode: number;
  readonly name: number;
  readonly nameEnd: number;
  readonly end: number;
}

const SPACE = 0x20;
const SLASH = 0x2f;
const KIND = 0o170000;
const TREE = 0o040000;
const FILE = 0o100000;
const LINK = 0o120000;
const SUBMODULE = 0o160000;
const EXECUTABLE = 0o100;

/**
 * The entry that begins at an offset of a raw tree.
 * @throws GitError GIT_OUTPUT_MALFORMED
 */
export function entryAt(tree: Buffer, at: number, idBytes: number): TreeEntry {
  const space = tree.indexOf(SPACE, at);
  const nameEnd = tree.indexOf(0, space);
  const end = nameEnd + 1 + idBytes;
  const mode = space - at <= 7 ? Number.parseInt(tree.toString('latin1', at, space), 8) : Number.NaN;
  if (space < 0 || nameEnd <= space + 1 || end > tree.length || Number.isNaN(mode))
    throw new GitError('GIT_OUTPUT_MALFORMED', 'a tree is damaged');
  return { mode, name: space + 1, nameEnd, end };
}

/** Whether the entry is a folder. */
export function isTree({ mode }: TreeEntry): boolean {
  return (mode & KIND) === TREE;
}

/** Whether the entry is a symbolic link or a submodule. In a checkout it may contain any files. */
export function isLink({ mode }: TreeEntry): boolean {
  return (mode & KIND) === LINK || (mode & KIND) === SUBMODULE;
}

/** The mode as git compares it: for a file, only whether its owner may execute it. */
function kindOf(mode: number): number {
  return (mode & KIND) === FILE ? FILE | (mode & EXECUTABLE) : mode & KIND;
}

/** Whether two entries with the same name have the same mode and id. */
export function isSame(a: Buffer, left: TreeEntry, b: Buffer, right: TreeEntry): boolean {
  return (
    kindOf(left.mode) === kindOf(right.mode) &&
    a.compare(b, right.nameEnd + 1, right.end, left.nameEnd + 1, left.end) === 0
  );
}

/** The order of entries in a tree: the name of a folder is compared as if it ended with a slash. */
export function compareNames(a: Buffer, left: TreeEntry, b: Buffer, right: TreeEntry): number {
  const length = Math.min(left.nameEnd - left.name, right.nameEnd - right.name);
  const order = a.compare(b, right.name, right.name + length, left.name, left.name + length);
  if (order !== 0) return order;
  return next(a, left, length) - next(b, right, length);
}

function next(tree: Buffer, entry: TreeEntry, length: number): number {
  const at = entry.name + length;
  if (at < entry.nameEnd) return tree[at] ?? 0;
  return isTree(entry) ? SLASH : 0;
}
