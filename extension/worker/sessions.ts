import { GitError, type GitPlace, git, repositoryInfo } from '../../io/git/index.js';
import {
  type Judge,
  type JudgePlace,
  openJudge,
  openRepositoryJudge,
  openSession,
  type RepositoryJudge,
} from '../../io/judge/index.js';
import { protectedBranch } from '../../io/policy/index.js';
import type { Basis, RepositoryPlace } from '../service/protocol.js';
import { placeOf } from './place.js';

/** What is open for one repository. */
export interface RepositorySession {
  readonly place: JudgePlace;
  readonly asked: RepositoryPlace;
  readonly judge: Judge;
  readonly repository: RepositoryJudge | undefined;
  /** The commit the branch under review is compared with; undefined where HEAD itself is all there is. */
  readonly base?: string;
}

const sessions = new Map<string, RepositorySession>();

/** @throws Error when the repository was not opened: a mistake of ours */
export function sessionOf(root: string): RepositorySession {
  const session = sessions.get(root);
  if (!session) throw new Error('the repository is not open');
  return session;
}

async function lineOf(place: GitPlace, ...args: string[]): Promise<string | undefined> {
  const { stdout } = await git({ ...place, args, accept: [0, 1, 128], timeoutMs: 20_000 });
  return Buffer.from(stdout).toString('utf8').split('\n')[0] || undefined;
}

async function baseOf(place: JudgePlace) {
  try {
    const branch = await protectedBranch(place);
    return branch?.selfDeclared ? undefined : branch;
  } catch (error) {
    if (error instanceof GitError) throw error;
    return undefined; // the policy's reader says why
  }
}

/**
 * Opens a repository, or opens it again after it changed: configuration, trusted root and policy are read anew.
 * @throws GitError, ConfigError, TrustError, PolicyError, RepositoryPolicyError, JudgeError
 */
export async function open({ place: asked }: { place: RepositoryPlace }): Promise<Basis> {
  const place = placeOf(asked.root, asked.gitPath);
  const { config } = await openSession(place);
  const [info, judge, repository, base, head, branch, upstream] = await Promise.all([
    repositoryInfo(place),
    openJudge(config, asked.online ?? config.verifyOnline.value, place),
    asked.trusted ? openRepositoryJudge(place) : undefined,
    baseOf(place),
    lineOf(place, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}'),
    lineOf(place, 'symbolic-ref', '--quiet', '--short', 'HEAD'),
    lineOf(place, 'rev-parse', '--quiet', '--verify', '--abbrev-ref', '@{upstream}'),
  ]);
  const before = sessions.get(asked.root);
  sessions.set(asked.root, { place, asked, judge, repository, ...(base && { base: base.commit }) });
  await before?.repository?.close();
  const loaded = repository?.loaded;
  const policy = loaded?.source ?? judge.policy?.source;
  return {
    ...(policy !== undefined && { policy }),
    ...(loaded && { selfDeclared: loaded.selfDeclared }),
    key: JSON.stringify([
      judge.trust.root.digest,
      judge.policy,
      loaded?.digest,
      loaded?.source,
      repository?.branch,
      judge.online,
      asked.trusted,
    ]),
    ...(head !== undefined && { head }),
    ...(branch !== undefined && { branch }),
    ...(base && { base: base.shown }),
    ...(upstream !== undefined && { upstream }),
    directories: [...new Set([info.gitDir, info.commonDir])],
  };
}
