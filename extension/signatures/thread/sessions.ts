import { relative } from 'node:path';
import { type Judge, type JudgePlace, openSession } from '../../../inspect/basis/index.js';
import { openJudge, openRepositoryJudge, type RepositoryJudge } from '../../../inspect/commits/index.js';
import { GitError, hasNoRepository, readGitConfig, repositoryInfo } from '../../../io/git/index.js';
import { type ProtectedBranch, protectedBranch } from '../../../io/repository-policy/index.js';
import type { Basis, Brief, RepositoryPlace } from '../calls.js';
import { briefsOf } from './briefs.js';
import { headOf } from './head.js';
import { inTurn } from './in-turn.js';
import { placeOf } from './place.js';
import { filesOf, stampOf } from './rest-on.js';

/** What is open for one repository. */
export interface RepositorySession {
  readonly place: JudgePlace;
  readonly asked: RepositoryPlace;
  readonly judge: Judge;
  readonly repository: RepositoryJudge | undefined;
  /** The commit with which the branch under review is compared; undefined when there is only HEAD. */
  readonly base?: string;
  /** Whether HEAD is a commit and its branch has an upstream. */
  readonly hasHead: boolean;
  readonly hasUpstream: boolean;
}

const sessions = new Map<string, RepositorySession>();

/** @throws Error when the repository was not opened, which is a bug of ours */
export function sessionOf(root: string): RepositorySession {
  const session = sessions.get(root);
  if (!session) throw new Error('the repository is not open');
  return session;
}

/** In Restricted Mode no policy is read. Then an unknown protected branch changes no verdict, and is no error. */
async function branchOf(place: JudgePlace, trusted: boolean): Promise<ProtectedBranch | undefined> {
  try {
    return await protectedBranch(place);
  } catch (error) {
    if (trusted || error instanceof GitError) throw error;
    return undefined;
  }
}

/** The verdict on HEAD, unless it needs the network. */
async function verdictOnHead(session: RepositorySession, head: string): Promise<Brief | undefined> {
  if (session.judge.online) return undefined;
  for await (const brief of briefsOf(session, [head])) return brief;
  return undefined;
}

/**
 * Asks git about a repository. The git processes run at the same time, because they take most of the time until the first
 * verdict.
 */
async function factsOf(at: JudgePlace) {
  const rest = Promise.all([readGitConfig(at), headOf(at)]);
  rest.catch(() => undefined); // without a repository, repositoryInfo reports that
  return [await repositoryInfo(at), ...(await rest)] as const;
}

async function opened(
  asked: RepositoryPlace,
  at: JudgePlace,
  [info, gitConfig, head]: Awaited<ReturnType<typeof factsOf>>,
): Promise<Basis> {
  const { config } = await openSession({ ...at, info }, {}, gitConfig);
  const policyBranch = config.policyBranch.value;
  const place = { ...at, info, ...(policyBranch !== undefined && { policyBranch }) };
  const policy = branchOf(place, asked.trusted).then(async (branch) => ({
    branch,
    repository: asked.trusted && branch ? await openRepositoryJudge(place, { lookedAt: branch }) : undefined,
  }));
  const [{ branch, repository }, judge] = await Promise.all([
    policy,
    openJudge(config, asked.online ?? config.verifyOnline.value, place),
  ]);
  const base = branch?.selfDeclared ? undefined : branch;
  const session = {
    ...{ place, asked, judge, repository },
    ...(base && { base: base.commit }),
    hasHead: head.head !== undefined,
    hasUpstream: head.upstream !== undefined,
  };
  const before = sessions.get(asked.root);
  sessions.set(asked.root, session);
  await before?.repository?.close();
  const verdict = head.head === undefined ? undefined : await verdictOnHead(session, head.head);
  const loaded = repository?.loaded;
  const source = loaded?.source ?? judge.policy?.source;
  const files = filesOf(config, gitConfig, place.env);
  return {
    ...(source !== undefined && { policy: source }),
    ...(loaded && { selfDeclared: loaded.selfDeclared }),
    key: JSON.stringify([
      judge.trust.root.digest,
      judge.policy,
      loaded?.digest,
      loaded?.source,
      repository?.branch,
      judge.online,
      asked.trusted,
      config,
      stampOf(files),
    ]),
    ...head,
    ...(verdict && { verdict }),
    ...(base && { base: base.shown }),
    shallow: info.shallow,
    directories: [...new Set([info.gitDir, info.commonDir])],
    files,
  };
}

/**
 * Opens a repository, or opens it again after a change. Configuration, trusted root and policy are read again.
 * @throws GitError, ConfigError, TrustError, PolicyError, RepositoryPolicyError, JudgeError
 */
export function open(
  { place }: { place: RepositoryPlace },
  { signal }: { readonly signal: AbortSignal },
): Promise<Basis> {
  return inTurn(place.root, async () => {
    // Its caller does not wait any more, but later calls do.
    signal.throwIfAborted();
    const at = placeOf(place.root, place.gitPath);
    return opened(place, at, await factsOf(at));
  });
}

/**
 * Opens a folder if it is the top of a repository; otherwise returns undefined.
 * @throws what `open` throws
 */
export function begin({ place }: { place: RepositoryPlace }): Promise<Basis | undefined> {
  return inTurn(place.root, () => begun(place));
}

async function begun(place: RepositoryPlace): Promise<Basis | undefined> {
  const at = placeOf(place.root, place.gitPath);
  try {
    const facts = await factsOf(at);
    const [{ topLevel }] = facts;
    const isTop = topLevel !== undefined && relative(place.root, topLevel) === '';
    return isTop ? await opened(place, at, facts) : undefined;
  } catch (error) {
    if (hasNoRepository(error)) return undefined;
    throw error;
  }
}

/** Ends what was started for a repository that the editor has closed. */
export function close({ root }: { root: string }): Promise<undefined> {
  return inTurn(root, async () => {
    const session = sessions.get(root);
    sessions.delete(root);
    await session?.repository?.close();
    return undefined;
  });
}
