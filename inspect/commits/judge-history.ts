import { availableParallelism } from 'node:os';
import { verifyNextInPlace } from '../../core/primitives/index.js';
import { lightweightTagProblem } from '../../core/repository-policy/index.js';
import type { Outcome, Verdict } from '../../core/verdict/index.js';
import { asAskedFor } from '../../core/verify/index.js';
import { VerdictCache } from '../../io/cache/verdict-cache.js';
import { userDirectories } from '../../io/config/index.js';
import {
  type HistoryItem,
  type HistorySelection,
  openHistory,
  type UnreadObject,
} from '../../io/history/index.js';
import type { HistoryRun, Judge, JudgePlace, NamedVerdict } from '../basis/types.js';
import { decideWith } from './decide.js';
import { inOrder } from './in-order.js';
import { evidenceOn } from './judge.js';
import type { RepositoryJudge } from './repository-judge.js';

/** How a history is judged. */
export interface HistoryOptions {
  /** False: the cache of verdicts is neither read nor written. Default true. */
  readonly cache?: boolean;
  readonly signal?: AbortSignal;
  /**
   * True: one core and some threads of libuv's pool stay free for other work of this process. Default false: every
   * core is used.
   */
  readonly beside?: boolean;
  /** The repository's policy. Without it, flags or the user's own list decide. */
  readonly repository?: RepositoryJudge | undefined;
}

// Enough signatures at once for every core, and few enough that memory does not grow with the history.
const UNDER_WAY = 64;
// Objects usually have a few kilobytes. Of objects that somebody made larger, only a few may be in work.
const HEAVIEST = 16 << 20;
// libuv's pool has four threads, and they also read files for the rest of the process. Waiting for the network
// needs no core.
const UNDER_WAY_BESIDE = 3;
const TURN_MS = 8;

/**
 * Judges a selection of objects of the repository at `place`, on every core, as a stream. The verdict on evidence
 * comes from the cache if it was judged before under the same trusted root. The policy is evaluated each time.
 * @throws GitError when the repository cannot be read
 */
export async function judgeHistory(
  judge: Judge,
  selection: HistorySelection,
  place: JudgePlace,
  options: HistoryOptions = {},
): Promise<HistoryRun> {
  const policy = options.repository?.loaded.policy;
  const lightweightTag = (name: string) =>
    policy !== undefined && lightweightTagProblem(policy, name) !== undefined;
  const history = await openHistory({ ...selection, lightweightTag }, place, options.signal);
  const cache =
    options.cache === false
      ? undefined
      : new VerdictCache({
          directory: userDirectories(place.env).cache,
          trust: judge.trust.root.digest,
          online: judge.online,
          size: judge.config.cacheSize.value * 2 ** 20,
        });
  const outcomes = { verified: 0, valid: 0, incomplete: 0, refused: 0, invalid: 0, unsigned: 0 };
  let exempt = 0;
  async function* verdicts(): AsyncGenerator<NamedVerdict, void, undefined> {
    try {
      const most =
        options.beside && !judge.online ? Math.min(UNDER_WAY_BESIDE, availableParallelism() - 1) : UNDER_WAY;
      const work = (item: HistoryItem) => judgeItem(judge, item, cache, options.repository);
      const results =
        most > 1
          ? inOrder(history.items(), work, { most, heaviest: HEAVIEST, weigh: bytesOf }, options.signal)
          : inTurn(history.items(), work, options.signal);
      for await (const named of results) {
        outcomes[named.verdict.outcome] += 1;
        if (named.verdict.exempt) exempt += 1;
        yield named;
      }
    } finally {
      cache?.close();
      await history.close();
    }
  }
  return {
    walked: history.walked,
    verdicts: verdicts(),
    summary: () => ({
      objects: total(outcomes),
      outcomes,
      exempt,
      cacheNeeded: cache?.needed,
      shallowBoundaries: history.shallowBoundaries,
      leftOut: history.leftOut,
    }),
  };
}

/** One after the other on this thread only. Between them the thread now and then handles its other events. */
async function* inTurn<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Result, void, undefined> {
  let turn = performance.now();
  for await (const item of items) {
    if (signal?.aborted) return;
    verifyNextInPlace();
    yield await work(item);
    if (performance.now() - turn < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
}

function bytesOf({ object }: HistoryItem): number {
  return 'raw' in object ? object.raw.length : 0;
}

function total(outcomes: Readonly<Record<Outcome, number>>): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

async function judgeItem(
  judge: Judge,
  { name, object, ref }: HistoryItem,
  cache: VerdictCache | undefined,
  repository: RepositoryJudge | undefined,
): Promise<NamedVerdict> {
  if ('unread' in object) return { name, verdict: unreadVerdict(object) };
  const decided = async (verdict: Verdict) => ({
    name,
    verdict: asAskedFor(await decideWith(judge, repository, object, ref ?? name, verdict), object, ref),
    raw: object.raw,
  });
  if (!cache) return decided(await evidenceOn(judge, object));
  const key = cache.nameOf(object);
  let verdict = cache.get(key, object);
  if (!verdict) {
    verdict = await evidenceOn(judge, object);
    cache.put(key, verdict);
  }
  return decided(verdict);
}

/** For an object that could not be read. Bytes that do not hash to the id are not the object. */
function unreadVerdict({ id, type, unread, detail }: UnreadObject): Verdict {
  const check =
    unread === 'other-bytes'
      ? ({ name: 'structure', outcome: 'failed', reason: 'OBJECT_MALFORMED', detail } as const)
      : ({ name: 'structure', outcome: 'not-made', reason: 'OBJECT_NOT_READ', detail } as const);
  return {
    object: { id, type },
    signature: 'unknown',
    outcome: check.outcome === 'failed' ? 'invalid' : 'incomplete',
    checks: [check],
  };
}
