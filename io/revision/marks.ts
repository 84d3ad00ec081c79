import { type GitPlace, git, revParse } from '../git/index.js';
import { type Meaning, meaningsOf } from './meanings.js';

const UPSTREAM = /^@\{(?:u|upstream)\}$/i;
const PUSH = /^@\{push\}$/i;
const BEFORE = /^@\{-\d+\}$/;
const HEADS = 'refs/heads/';

async function line(place: GitPlace, ...args: string[]): Promise<string | undefined> {
  const { stdout } = await git({ ...place, args, accept: [0, 1, 128] });
  return Buffer.from(stdout).toString('utf8').split('\n')[0] || undefined;
}

/** The ref with exactly this full name. */
async function exact(ref: string, place: GitPlace): Promise<Meaning | undefined> {
  return (await meaningsOf([ref], place)).get(ref)?.[0];
}

/** The branch that is meant by a name before `@{upstream}`. git looks only for branches there. */
async function branchOf(name: string, place: GitPlace): Promise<string | undefined> {
  if (name === '' || name === 'HEAD') return line(place, 'symbolic-ref', '--quiet', 'HEAD');
  return name.startsWith(HEADS) ? name : HEADS + name;
}

/** What was checked out before (`@{-1}`): a branch, or the commit of a detached HEAD. */
async function before(mark: string, place: GitPlace): Promise<Meaning | undefined> {
  const name = await line(place, 'check-ref-format', '--branch', mark);
  if (name === undefined) return undefined;
  const branch = await exact(HEADS + name, place);
  return branch ?? (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name) ? { id: name } : undefined);
}

/** True for a mark that only a branch can have. The name before it can then mean nothing else. */
export function namesBranch(mark: string): boolean {
  return UPSTREAM.test(mark) || PUSH.test(mark) || BEFORE.test(mark);
}

/**
 * Resolves the marks after a name (gitrevisions(7)). `@{upstream}`, `@{push}` and `@{-1}` are resolved to full
 * names, so that a tag with the same short name is not used instead. Any other mark is a position in the ref's
 * reflog.
 * @param name the short name, for a branch
 * @param meaning what the name means if the mark does not require a branch
 * @throws GitError REVISION_UNKNOWN for a position that is not in the reflog
 */
export async function marked(
  name: string,
  marks: readonly string[],
  meaning: Meaning | undefined,
  place: GitPlace,
): Promise<Meaning | undefined> {
  let at = meaning;
  let branch = name;
  for (const mark of marks) {
    if (BEFORE.test(mark)) at = branch === '' ? await before(mark, place) : undefined;
    else if (namesBranch(mark)) {
      const format = `--format=%(${PUSH.test(mark) ? 'push' : 'upstream'})`;
      const of = await branchOf(branch, place);
      const ref = of && (await line(place, 'for-each-ref', format, '--', of));
      at = ref ? await exact(ref, place) : undefined;
    } else {
      at = { ...at, id: await revParse(`${at?.ref ?? ''}${mark}`, place) };
    }
    if (!at) return undefined;
    branch = at.ref ?? '';
  }
  return at;
}
