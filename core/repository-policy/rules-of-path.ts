import type { Work } from '../signer-policy/work.js';
import { spellingsOf } from './spelling.js';
import type { PolicyRule } from './types.js';

/** What a rule says about a path: about the path itself, about what is below it, and about either in another spelling. */
interface Speaks {
  readonly itself: boolean;
  readonly below: 'all' | 'some' | 'none';
  readonly otherwise: boolean;
}

function speaks({ paths }: PolicyRule, path: Path, work: Work): Speaks {
  if (!paths) return { itself: true, below: 'all', otherwise: false };
  const itself = paths.test(path.name, work);
  const below = path.isLink ? paths.reach(path.name, work) : 'none';
  if (itself || below !== 'none') return { itself, below, otherwise: false };
  const same = paths.caseless();
  const otherwise = path.spellings.some(
    (name) => same.test(name, work) || (path.isLink && same.reach(name, work) !== 'none'),
  );
  return { itself, below, otherwise };
}

interface Path {
  readonly name: string;
  readonly isLink: boolean;
  readonly spellings: readonly string[];
}

/**
 * The rules that decide about one path: the first rule that matches it, or `undefined` when no rule does.
 *
 * A symbolic link or submodule (a path that ends with a slash) is also everything below it, in every checkout. So each rule
 * that may match something below it decides, down to the first rule that matches all of it, which then also decides about the
 * link.
 *
 * A rule that matches the path in another spelling decides too. Some file systems treat both spellings as one file (case,
 * composed characters, short names), so the path is checked out at the place that this rule protects.
 */
export function rulesOfPath(
  candidates: readonly PolicyRule[],
  changed: string,
  work: Work,
): ReadonlySet<PolicyRule | undefined> {
  const isLink = changed.endsWith('/');
  const name = isLink ? changed.slice(0, -1) : changed;
  const path = { name, isLink, spellings: spellingsOf(name) };
  const found = new Set<PolicyRule | undefined>();
  let [own, allBelow] = [false, !isLink];
  for (const rule of candidates) {
    const { itself, below, otherwise } = speaks(rule, path, work);
    const isFirst = !own && (itself || below === 'all');
    if (isFirst || otherwise || (!allBelow && below !== 'none')) found.add(rule);
    own ||= isFirst;
    allBelow ||= below === 'all';
  }
  if (!own) found.add(undefined);
  return found;
}
