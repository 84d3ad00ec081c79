import { GitError, type GitPlace, git } from '../git/index.js';
import { isPattern } from './selection.js';

/** A branch or tag: its short name, and the object it points to (the tag object for an annotated tag). */
export interface Ref {
  readonly name: string;
  readonly id: string;
  readonly type: string;
}

const FORMAT = '%(objecttype) %(objectname) %(refname)';

/** Every ref that one of the patterns names (git-for-each-ref(1)), in order of name. @throws GitError */
async function refs(patterns: readonly string[], place: GitPlace): Promise<Ref[]> {
  const { stdout } = await git({ ...place, args: ['for-each-ref', `--format=${FORMAT}`, '--', ...patterns] });
  const lines = Buffer.from(stdout).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [type = '', id = '', ...name] = line.split(' ');
    return { type, id, name: name.join(' ').replace(/^refs\/(?:heads|tags|remotes)\//, '') };
  });
}

/** Every tag, in order of name. @throws GitError */
export function tagRefs(place: GitPlace): Promise<Ref[]> {
  return refs(['refs/tags'], place);
}

/**
 * The branches and tags a pattern names: a full one (`refs/tags/v*`), or one below tags, branches or remote branches.
 * @throws GitError REVISION_UNKNOWN when there is none
 */
export async function matchingRefs(pattern: string, place: GitPlace): Promise<Ref[]> {
  const below = ['refs/tags/', 'refs/heads/', 'refs/remotes/'].map((prefix) => prefix + pattern);
  const found = await refs(pattern.startsWith('refs/') ? [pattern] : below, place);
  const judged = found.filter(({ type }) => type === 'commit' || type === 'tag');
  if (judged.length === 0)
    throw new GitError('REVISION_UNKNOWN', `no branch or tag has a name like "${pattern}"`);
  return judged;
}

/** The revisions with every pattern replaced by the ids it names. @throws GitError REVISION_UNKNOWN */
export async function withoutPatterns(revisions: readonly string[], place: GitPlace): Promise<string[]> {
  const found = await Promise.all(
    revisions.map(async (revision) =>
      isPattern(revision) ? (await matchingRefs(revision, place)).map(({ id }) => id) : [revision],
    ),
  );
  return found.flat();
}
