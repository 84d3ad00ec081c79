import { relative } from 'node:path';
import { type Judge, type JudgePlace, openSession } from '../../inspect/basis/index.js';
import { openJudge, openRepositoryJudge, type RepositoryJudge } from '../../inspect/commits/index.js';
import { GitError, readGitConfig, repositoryInfo } from '../../io/git/index.js';
import { type ProtectedBranch, protectedBranch } from '../../io/repository-policy/index.js';
import type { Basis, Brief, RepositoryPlace } from '../service/protocol.js';
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
  /** The commit the branch under review is compared with; undefined where HEAD itself is all there is. */
  readonly base?: string;
  /** Whether HEAD is a commit, and its branch has an upstream. */
  readonly hasHead: boolean;
  readonly hasUpstream: boolean;
}

const sessions = new Map<string, RepositorySession>();

/** @throws Error when the repository was not opened: a mistake of ours */
export function sessionOf(root: string): RepositorySession {
  const session = sessions.get(root);
  if (!session) throw new Error('the repository is not open');
  return session;
}

/** In Restricted Mode, where no policy is read, nothing hangs on a branch that cannot be told. */
async function branchOf(place: JudgePlace, trusted: boolean): Promise<ProtectedBranch | undefined> {
  try {
    return await protectedBranch(place);
  } catch (error) {
    if (trusted || error instanceof GitError) throw error;
    return undefined;
  }
}

/** The verdict on HEAD, where nobody has to be asked for it over the network. */
async function verdictOnHead(session: RepositorySession, head: string): Promise<Brief | undefined> {
  if (session.judge.online) return undefined;
  for await (const brief of briefsOf(session, [head])) return brief;
  return undefined;
}

/** What git says of a repository: no run of it waits for another, which is most of the time to the first verdict. */
async function factsOf(at: JudgePlace) {
  const rest = Promise.all([readGitConfig(at), headOf(at)]);
  rest.catch(() => undefined); // where there is no repository, that is what is told
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
 * Opens a repository, or opens it again after it changed: configuration, trusted root and policy are read anew.
 * @throws GitError, ConfigError, TrustError, PolicyError, RepositoryPolicyError, JudgeError
 */
export function open(
  { place }: { place: RepositoryPlace },
  { signal }: { readonly signal: AbortSignal },
): Promise<Basis> {
  return inTurn(place.root, async () => {
    // Nobody waits for it any more, but those behind it do.
    signal.throwIfAborted();
    const at = placeOf(place.root, place.gitPath);
    return opened(place, at, await factsOf(at));
  });
}

/**
 * Opens a folder if it is the top of a repository; undefined where it is none, or not the top of it.
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
    if (error instanceof GitError && error.code === 'NOT_A_REPOSITORY') return undefined;
    throw error;
  }
}

/** Ends what was started for a repository that is no longer open in the editor. */
export function close({ root }: { root: string }): Promise<undefined> {
  return inTurn(root, async () => {
    const session = sessions.get(root);
    sessions.delete(root);
    await session?.repository?.close();
    return undefined;
  });
}
