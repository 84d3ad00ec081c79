import { harmless } from '../../core/text/index.js';
import { asItIs, type GitPlace, git, repositoryInfo } from '../git/index.js';
import { RepositoryPolicyError } from './error.js';

/** Where a policy is read: a commit that whoever made the objects under review could not choose, or at least HEAD. */
export interface ProtectedBranch {
  /** The branch's name without `refs/heads/` or the remote's; absent for a detached HEAD. */
  readonly branch?: string;
  readonly commit: string;
  /** For people: `origin/main`, `main of this server`, `HEAD`. */
  readonly shown: string;
  /** True when it is what is checked out here: the policy is then declared by the very history under review. */
  readonly selfDeclared: boolean;
}

/** Names a default branch has where the remote's HEAD was not fetched. */
const USUAL = ['main', 'master', 'trunk'];

async function lines(place: GitPlace, ...args: string[]): Promise<string[]> {
  const { stdout } = await git({ ...asItIs(place), args, accept: [0, 1, 128] });
  return Buffer.from(stdout).toString('utf8').split('\n').filter(Boolean);
}

/** The names of the remotes. That there is none is only said where git says so. @throws GitError */
async function remotesOf(place: GitPlace): Promise<string[]> {
  const { stdout } = await git({ ...asItIs(place), args: ['remote'] });
  return Buffer.from(stdout).toString('utf8').split('\n').filter(Boolean);
}

async function commitOf(place: GitPlace, ref: string): Promise<string | undefined> {
  const [id] = await lines(place, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  return id && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
}

async function upstreamBranch(place: GitPlace, remote: string): Promise<string> {
  const prefix = `refs/remotes/${remote}/`;
  const [head] = await lines(place, 'symbolic-ref', '--quiet', `${prefix}HEAD`);
  if (head?.startsWith(prefix)) return head.slice(prefix.length);
  const refs = await lines(
    place,
    'for-each-ref',
    '--format=%(refname)',
    ...USUAL.map((name) => prefix + name),
  );
  const [only, second] = USUAL.filter((name) => refs.includes(prefix + name));
  if (only !== undefined && second === undefined) return only;
  const what = only === undefined ? 'was not fetched' : `is ${only} or ${second}`;
  throw new RepositoryPolicyError(
    'PROTECTED_BRANCH_UNKNOWN',
    `the default branch of ${harmless(remote)} ${what}, so it is not known whose policy counts`,
    `git fetch ${harmless(remote)} && git remote set-head ${harmless(remote)} --auto, or give --policy FILE (a first push: git push --no-verify)`,
  );
}

/** The default branches of remotes, by the remote's name, as far as one run of git tells: those that are here. */
async function defaultBranches(place: GitPlace): Promise<Map<string, ProtectedBranch>> {
  const format = '--format=%(refname) %(symref) %(objecttype) %(objectname)';
  const found = new Map<string, ProtectedBranch>();
  for (const line of await lines(place, 'for-each-ref', format, 'refs/remotes/*/HEAD')) {
    const [head = '', target = '', type, commit = ''] = line.split(' ');
    const prefix = head.slice(0, -'HEAD'.length);
    const remote = prefix.slice('refs/remotes/'.length, -1);
    if (type !== 'commit' || !target.startsWith(prefix) || target === head) continue;
    const branch = target.slice(prefix.length);
    found.set(remote, { branch, commit, shown: `${remote}/${branch}`, selfDeclared: false });
  }
  return found;
}

async function upstream(place: GitPlace): Promise<ProtectedBranch | undefined> {
  const [remotes, known] = await Promise.all([remotesOf(place), defaultBranches(place)]);
  const remote = remotes.includes('origin') ? 'origin' : remotes[0];
  if (remote === undefined) return undefined;
  if (remotes.length > 1 && remote !== 'origin')
    throw new RepositoryPolicyError(
      'PROTECTED_BRANCH_UNKNOWN',
      'there are several remotes and none is called origin, so it is not known whose policy counts',
      'give --policy FILE',
    );
  const usual = known.get(remote);
  if (usual) return usual;
  const branch = await upstreamBranch(place, remote);
  const commit = await commitOf(place, `refs/remotes/${remote}/${branch}`);
  if (commit) return { branch, commit, shown: `${remote}/${branch}`, selfDeclared: false };
  throw new RepositoryPolicyError(
    'PROTECTED_BRANCH_UNKNOWN',
    `${harmless(`${remote}/${branch}`)} is not in this repository, so its policy cannot be read`,
    `git fetch ${harmless(remote)}, or give --policy FILE`,
  );
}

/**
 * The branch whose policy counts. In a bare repository its own default branch as it is before a push arrives; elsewhere
 * the default branch of the remote; without any remote HEAD. Undefined where there is no commit yet. The tip is
 * taken, not the merge base: who branches chooses the merge base, and could choose one with an old policy.
 * @param receiving true in a hook of a repository that receives a push, which is treated as a bare one
 * @throws RepositoryPolicyError PROTECTED_BRANCH_UNKNOWN where there is a remote but not its default branch
 */
export async function protectedBranch(
  place: GitPlace,
  receiving = false,
): Promise<ProtectedBranch | undefined> {
  const bare = receiving || (await repositoryInfo(place)).bare;
  const found = bare ? undefined : await upstream(place);
  if (found) return found;
  const [[head], commit] = await Promise.all([
    lines(place, 'symbolic-ref', '--quiet', 'HEAD'),
    commitOf(place, 'HEAD'),
  ]);
  if (!commit) return undefined;
  const branch = head?.startsWith('refs/heads/') ? head.slice('refs/heads/'.length) : undefined;
  const shown = bare ? `${branch ?? 'HEAD'} of this server` : 'HEAD';
  return { ...(branch !== undefined && { branch }), commit, shown, selfDeclared: !bare };
}
