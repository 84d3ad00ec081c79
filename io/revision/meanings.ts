import { type GitPlace, git } from '../git/index.js';
import { placesOf } from './places.js';

/** What a name means: a ref, with its full name and the object it points to, or an object, with its id only. */
export interface Meaning {
  readonly id: string;
  readonly ref?: string;
}

// More patterns may be too long for a command line. Then all refs are listed instead.
const MOST_PATTERNS = 200;
/** Refs outside refs/: HEAD and similar ones, and those of other work trees (gitglossary(7), pseudoref). */
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
 * A ref outside refs/. Only git knows where these are stored, and it reports if the name also means something else.
 * @param others the number of refs inside refs/ that the name can mean
 */
async function outside(name: string, others: number, place: GitPlace): Promise<Meaning | undefined> {
  const args = ['-c', 'core.warnAmbiguousRefs=true', 'rev-parse', '--verify', '--end-of-options', name];
  const { stdout, stderr, exitCode } = await git({ ...place, args, accept: [0, 1, 128] });
  const id = Buffer.from(stdout).toString('latin1').trim().split('\n').at(-1) ?? '';
  const is = exitCode === 0 && (others === 0 || / is ambiguous/.test(stderr));
  return is ? { ref: name, id } : undefined;
}

/** For each name, every ref that it can mean. @throws GitError */
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
