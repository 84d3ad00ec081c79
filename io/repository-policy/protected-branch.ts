import { harmless } from '../../core/harmless/index.js';
import { asItIs, type GitPlace, git, repositoryInfo } from '../git/index.js';
import { meaningsOf } from '../revision/index.js';
import { RepositoryPolicyError } from './error.js';

/**
 * The commit from which the policy is read. The authors of the objects under review cannot choose it, unless it is
 * HEAD.
 */
export interface ProtectedBranch {
  /** The branch's name without `refs/heads/` or the name of the remote; absent for a detached HEAD. */
  readonly branch?: string;
  /** The full name of the ref that was read; `HEAD` if HEAD decides which branch counts. */
  readonly ref: string;
  readonly commit: string;
  /** Text for people: `origin/main`, `main of this server`, `HEAD`. */
  readonly shown: string;
  /** True if it is the commit that is checked out here. The policy is then part of the history under review. */
  readonly selfDeclared: boolean;
}

/** Where a repository is, and the branch whose policy counts, if the user named one. */
export type PolicyBranchPlace = GitPlace & { readonly policyBranch?: string };

async function lines(place: GitPlace, ...args: string[]): Promise<string[]> {
  const { stdout } = await git({ ...asItIs(place), args, accept: [0, 1, 128] });
  return Buffer.from(stdout).toString('utf8').split('\n').filter(Boolean);
}

/** The names of the remotes. The list is empty only if git itself says that there is none. @throws GitError */
async function remotesOf(place: GitPlace): Promise<string[]> {
  const { stdout } = await git({ ...asItIs(place), args: ['remote'] });
  return Buffer.from(stdout).toString('utf8').split('\n').filter(Boolean);
}

/** The commit of the ref with exactly this full name. */
async function commitOf(place: GitPlace, ref: string): Promise<string | undefined> {
  const id = (await meaningsOf([ref], asItIs(place))).get(ref)?.[0]?.id;
  if (id === undefined) return undefined;
  const [type] = await lines(place, 'cat-file', '-t', id);
  return type === 'commit' ? id : undefined;
}

const HEADS = 'refs/heads/';

function unknownBranch(message: string, hint: string): RepositoryPolicyError {
  return new RepositoryPolicyError('PROTECTED_BRANCH_UNKNOWN', message, hint);
}

/**
 * The default branch of a remote, found with one run of git; undefined if that branch or its commit is not here.
 */
async function defaultBranch(place: GitPlace, remote: string): Promise<ProtectedBranch | undefined> {
  const prefix = `refs/remotes/${remote}/`;
  const format = '--format=%(refname) %(symref) %(objecttype) %(objectname)';
  for (const line of await lines(place, 'for-each-ref', format, `${prefix}HEAD`)) {
    const [head, target = '', type, commit = ''] = line.split(' ');
    if (head !== `${prefix}HEAD` || type !== 'commit' || !target.startsWith(prefix) || target === head)
      continue;
    const branch = target.slice(prefix.length);
    return { branch, ref: target, commit, shown: `${remote}/${branch}`, selfDeclared: false };
  }
  return undefined;
}

/** The remote whose default branch counts: origin, or the only one. Undefined if there is no remote. */
async function remoteOf(place: GitPlace): Promise<string | undefined> {
  const remotes = await remotesOf(place);
  if (remotes.includes('origin') || remotes.length < 2)
    return remotes.includes('origin') ? 'origin' : remotes[0];
  throw unknownBranch(
    'there are several remotes and none is called origin, so it is not known whose policy counts',
    'say which branch with --policy-branch refs/remotes/NAME/BRANCH, or give --policy FILE',
  );
}

/**
 * Only the remote's HEAD says which branch is the default. A name such as `main` proves nothing, because anyone who
 * may create a branch can choose that name.
 */
async function upstream(place: GitPlace): Promise<ProtectedBranch | undefined> {
  const remote = await remoteOf(place);
  if (remote === undefined) return undefined;
  const usual = await defaultBranch(place, remote);
  if (usual) return usual;
  const shown = harmless(remote);
  const [head] = await lines(place, 'symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`);
  const what = head === undefined ? 'is not known here' : `is ${harmless(head)}, which cannot be read here`;
  throw unknownBranch(
    `the default branch of ${shown} ${what}, so it is not known whose policy counts`,
    `git fetch ${shown} && git remote set-head ${shown} -a, or say --policy-branch NAME (git config --global waxseal.policyBranch NAME), or give --policy FILE (a first push: git push --no-verify)`,
  );
}

async function named(place: GitPlace, name: string, bare: boolean): Promise<ProtectedBranch> {
  const remote = bare || name.startsWith('refs/') ? undefined : await remoteOf(place);
  const prefix = remote === undefined ? HEADS : `refs/remotes/${remote}/`;
  const ref = name.startsWith('refs/') ? name : prefix + name;
  const commit = await commitOf(place, ref);
  if (commit === undefined)
    throw unknownBranch(
      `the branch whose policy counts, ${harmless(ref)}, is not in this repository`,
      `fetch it, or name another with --policy-branch (waxseal.policyBranch)`,
    );
  const remotes = ref.startsWith(HEADS) ? [] : await remotesOf(place);
  const folder = [HEADS, ...remotes.map((one) => `refs/remotes/${one}/`)].find((one) => ref.startsWith(one));
  const branch = ref.slice(folder?.length ?? 0);
  const local = ref.startsWith(HEADS);
  const shown = local && bare ? `${branch} of this server` : ref.replace(/^refs\/(?:heads|remotes)\//, '');
  return { branch, ref, commit, shown, selfDeclared: local && !bare };
}

/**
 * The branch whose policy counts: the one that the user names; else, in a bare repository, its own default branch
 * before the push; else the default branch of the remote; else, without a remote, HEAD. Undefined if there is no
 * commit yet. The tip of the branch counts, not the merge base: whoever makes a branch chooses the merge base, and
 * could choose one with an old policy.
 * @param receiving true in a hook of a repository that receives a push, which is treated as a bare one
 * @throws RepositoryPolicyError PROTECTED_BRANCH_UNKNOWN if there is a remote but its default branch is not known
 *   here, or if the named branch is not here
 */
export async function protectedBranch(
  place: PolicyBranchPlace,
  receiving = false,
): Promise<ProtectedBranch | undefined> {
  const bare = receiving || (await repositoryInfo(place)).bare;
  if (place.policyBranch !== undefined) return named(place, place.policyBranch, bare);
  const found = bare ? undefined : await upstream(place);
  if (found) return found;
  const [[head], commit] = await Promise.all([
    lines(place, 'symbolic-ref', '--quiet', 'HEAD'),
    commitOf(place, 'HEAD'),
  ]);
  if (!commit) return undefined;
  const branch = head?.startsWith(HEADS) ? head.slice(HEADS.length) : undefined;
  const shown = bare ? `${branch ?? 'HEAD'} of this server` : 'HEAD';
  return { ...(branch !== undefined && { branch }), ref: 'HEAD', commit, shown, selfDeclared: !bare };
}
