import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What is at a path: a directory, a link, or a file with its bytes. */
interface Entry {
  readonly kind: 'directory' | 'link' | 'file' | 'other';
  readonly mode: number;
  /** The bytes of a file as Latin-1, or where a link leads. */
  readonly content: string;
}

/** Everything below a directory, by path relative to it. */
export type State = ReadonlyMap<string, Entry>;

/** Reads everything below a directory. */
export function stateOf(root: string): State {
  const state = new Map<string, Entry>();
  const visit = (relative: string) => {
    for (const name of readdirSync(join(root, relative))) {
      const path = join(relative, name);
      const entry = entryAt(join(root, path));
      state.set(path, entry);
      if (entry.kind === 'directory') visit(path);
    }
  };
  visit('');
  return state;
}

function entryAt(path: string): Entry {
  const stats = lstatSync(path);
  const mode = stats.mode & 0o7777;
  if (stats.isDirectory()) return { kind: 'directory', mode, content: '' };
  if (stats.isSymbolicLink()) return { kind: 'link', mode, content: readlinkSync(path) };
  return stats.isFile()
    ? { kind: 'file', mode, content: readFileSync(path, 'latin1') }
    : { kind: 'other', mode, content: '' };
}

/** Makes a directory what it was. Sockets are not made again. */
export function restore(root: string, before: State): void {
  const now = stateOf(root);
  for (const [path, entry] of now) {
    const old = before.get(path);
    if (old?.kind !== entry.kind) rmSync(join(root, path), { recursive: true, force: true });
  }
  for (const [path, entry] of before) {
    const at = now.get(path);
    if (at?.kind === entry.kind && at.mode === entry.mode && at.content === entry.content) continue;
    const full = join(root, path);
    if (entry.kind === 'directory') mkdirSync(full, { recursive: true });
    if (entry.kind === 'file') writeFileSync(full, entry.content, 'latin1');
    if (entry.kind === 'link') {
      rmSync(full, { force: true });
      symlinkSync(entry.content, full);
    }
    if (entry.kind === 'file' || entry.kind === 'directory') chmodSync(full, entry.mode);
  }
}
