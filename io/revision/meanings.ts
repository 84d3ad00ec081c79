import { type GitPlace, git } from '../git/index.js';
import { placesOf } from './places.js';

/** What a name stands for: a ref, by its full name and the object it points to, or an object by its id alone. */
export interface Meaning {
  readonly id: string;
  readonly ref?: string;
}

// More would not fit on a command line everywhere: then all refs are listed.
const MOST_PATTERNS = 200;
/** Refs outside refs/: HEAD's kin, and what other work trees have checked out (gitglossary(7), pseudoref). */
const OUTSIDE = /^(?:[A-Z][A-Z_]*|main-worktree\/.+|worktrees\/.+)$/;

async function listed(names: readonly string[], place: GitPlace): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(names.flatMap(placesOf));
  const patterns = wanted.size > MOST_PATTERNS ? [] : wanted;
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', '--', ...patterns];
  const { stdout } = await git({ ...place, args });
  const refs = new Map<string, string>();
  for (const line of Buffer.from(stdout).toString('utf8').split('\n')) {
    const [id, ref] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    if (wanted.has(ref)) refs.set(ref, id);
  }
  return refs;
}

async function head(place: GitPlace): Promise<Meaning | undefined> {
  const args = ['show-ref', '--verify', '--hash', '--', 'HEAD'];
  const { stdout, exitCode } = await git({ ...place, args, accept: [0, 1, 128] });
  return exitCode === 0 ? { ref: 'HEAD', id: Buffer.from(stdout).toString('latin1').trim() } : undefined;
}

/**
 * A ref outside refs/. Only git knows where it keeps these, and it says when a name is one of them and something else too.
 * @param others how many refs inside refs/ the name can mean
 */
async function outside(name: string, others: number, place: GitPlace): Promise<Meaning | undefined> {
  const args = ['-c', 'core.warnAmbiguousRefs=true', 'rev-parse', '--verify', '--end-of-options', name];
  const { stdout, stderr, exitCode } = await git({ ...place, args, accept: [0, 1, 128] });
  const id = Buffer.from(stdout).toString('latin1').trim().split('\n').at(-1) ?? '';
  const is = exitCode === 0 && (others === 0 || / is ambiguous/.test(stderr));
  return is ? { ref: name, id } : undefined;
}

/** Every ref that each name can mean. @throws GitError */
export async function meaningsOf(
  names: readonly string[],
  place: GitPlace,
): Promise<ReadonlyMap<string, readonly Meaning[]>> {
  const found = new Map<string, Meaning[]>(names.map((name) => [name, []]));
  const inside = [...found.keys()].filter((name) => name !== 'HEAD' && name !== '');
  const refs = inside.length > 0 ? await listed(inside, place) : new Map<string, string>();
  for (const name of inside)
    for (const ref of placesOf(name)) {
      const id = refs.get(ref);
      if (id !== undefined) found.get(name)?.push({ ref, id });
    }
  for (const [name, meanings] of found) {
    const kept = OUTSIDE.test(name) && !/^[0-9A-F]+$/.test(name);
    const one =
      name === 'HEAD' ? await head(place) : kept ? await outside(name, meanings.length, place) : undefined;
    if (one) meanings.push(one);
  }
  return found;
}
