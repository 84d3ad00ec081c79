import { parseTag } from '../../core/git/index.js';
import { harmless } from '../../core/harmless/index.js';
import { lightweightTagProblem } from '../../core/repository-policy/index.js';
import { holds } from '../../core/verdict/index.js';
import type { HistorySelection } from '../../io/history/index.js';
import { type Judge, JudgeError, type JudgePlace, type NamedVerdict } from '../basis/index.js';
import { judgeHistory, openRepositoryJudge, type RepositoryJudge } from '../commits/index.js';
import type { HookKind } from './kinds.js';
import { type Known, letIn } from './known.js';
import { isAncestor, isHere, newValue, refMeant, tipsAbove } from './repository.js';
import type { RefUpdate } from './types.js';

/** What is needed to judge every ref of a push. */
export interface HookContext {
  readonly kind: HookKind;
  /** The repository that the push leaves or reaches. */
  readonly place: JudgePlace;
  readonly judge: Judge;
  readonly known: Known;
  readonly anySigner: boolean;
  readonly cache: boolean;
  /** Opens the policy for a branch (default: the protected one); undefined if there is none, or if flags decide. */
  readonly policyFor: (branch?: string) => Promise<RepositoryJudge | undefined>;
}

/** The answer for one ref of a push. */
export interface UpdateAnswer {
  readonly update: RefUpdate;
  readonly policy?: string;
  readonly objects: number;
  /** The first objects that do not hold; `failures` is their number. */
  readonly failing: readonly NamedVerdict[];
  readonly failures: number;
  /** Why the ref may not change at all, whatever its objects are; one harmless line. */
  readonly refusal?: string;
}

const SHOWN = 20;
const HEADS = 'refs/heads/';
const TAGS = 'refs/tags/';

/** What the command line and the configuration say about the policy. */
interface PolicyChoice {
  readonly file: string | undefined;
  readonly flagsDecide: boolean;
  readonly policyBranch: string | undefined;
}

/** Opens a policy for {@link HookContext}; the caller closes it. */
export function policyOpener(
  kind: HookKind,
  place: JudgePlace,
  { file, flagsDecide, policyBranch }: PolicyChoice,
): HookContext['policyFor'] {
  return async (branch) =>
    flagsDecide
      ? undefined
      : openRepositoryJudge(place, {
          receiving: kind !== 'pre-push',
          policyBranch,
          ...(file !== undefined && { file }),
          ...(branch !== undefined && { branch }),
        });
}

function tagProblem(ref: string, raw: Uint8Array | undefined, policy: RepositoryJudge | undefined) {
  const name = ref.slice(TAGS.length);
  if (!raw) return policy && lightweightTagProblem(policy.loaded.policy, name);
  const called = parseTag(raw).name;
  return called === name
    ? undefined
    : `the tag calls itself ${harmless(called)}: it was signed for another name`;
}

/** A push that removes commits from the protected branch could bring back an older policy, so it is refused. */
async function rollsBack(
  { kind, place }: HookContext,
  { ref, from, to }: RefUpdate,
  policy: RepositoryJudge | undefined,
) {
  const read = policy?.loaded.ref;
  if (kind === 'pre-push' || read === undefined || from === undefined) return undefined;
  if (ref !== (await refMeant(read, place))) return undefined;
  if (to !== undefined && (await isAncestor(from, to, place))) return undefined;
  return 'the policy is read from this branch, and the push removes commits from it: that could bring back an older policy';
}

/**
 * Judges what a push adds to one ref: its tag objects, and every commit that no branch with the same rules has accepted before.
 * @throws GitError, GitObjectError, FileError, JudgeError, RepositoryPolicyError, PolicyError: no answer, and the push must not pass
 */
export async function judgeUpdate(update: RefUpdate, context: HookContext): Promise<UpdateAnswer> {
  const { to } = update;
  const { place } = context;
  const ref = context.kind === 'pre-push' ? update.ref : await refMeant(update.ref, place);
  const branch = ref.startsWith(HEADS) ? ref.slice(HEADS.length) : undefined;
  const policy = await context.policyFor(branch);
  try {
    const answer = { update, ...(policy && { policy: policy.loaded.source }) };
    const nothing = { ...answer, objects: 0, failing: [], failures: 0 };
    const back = await rollsBack(context, { ...update, ref }, policy);
    if (back !== undefined) return { ...nothing, refusal: back };
    if (to === undefined) return nothing;
    const { tags, outermost, commit } = await newValue(to, place);
    const problem = ref.startsWith(TAGS) ? tagProblem(ref, outermost, policy) : undefined;
    if (problem !== undefined) return { ...nothing, refusal: problem };
    const known = await letIn(update, context.known, policy?.loaded.policy, policy?.branch, place);
    const walk: HistorySelection[] = commit
      ? [{ revisions: [commit, ...known.map((id) => `^${id}`)], walk: true }]
      : [];
    const named: HistorySelection[] = tags.length > 0 ? [{ revisions: [], names: once(tags) }] : [];
    const judged = await judgeAll([...named, ...walk], context, policy);
    if (commit !== undefined && judged.objects === 0 && !(await isKnown(commit, update, known, place)))
      throw new JudgeError('PUSH_NOT_JUDGED', `${harmless(ref)} brings commits, and none was checked`);
    return { ...answer, ...judged };
  } finally {
    await policy?.close();
  }
}

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

/** Whether a commit was accepted before. This is asked independently of the walk that found nothing to judge. */
async function isKnown(
  commit: string,
  { from }: RefUpdate,
  known: readonly string[],
  place: JudgePlace,
): Promise<boolean> {
  if (known.includes(commit)) return true;
  if (from !== undefined && (await isHere(from, place)) && (await isAncestor(commit, from, place)))
    return true;
  const above = (await tipsAbove(commit, place)).find((tip) => known.includes(tip));
  return above !== undefined && isAncestor(commit, above, place);
}

async function judgeAll(
  selections: readonly HistorySelection[],
  { judge, anySigner, cache, place }: HookContext,
  repository: RepositoryJudge | undefined,
): Promise<Pick<UpdateAnswer, 'objects' | 'failing' | 'failures'>> {
  const failing: NamedVerdict[] = [];
  let [objects, failures] = [0, 0];
  for (const selection of selections) {
    const { verdicts } = await judgeHistory(judge, selection, place, { cache, repository });
    for await (const named of verdicts) {
      objects += 1;
      if (holds(named.verdict, anySigner)) continue;
      failures += 1;
      // Does not keep the bytes of the object, which may be many megabytes.
      if (failing.length < SHOWN) failing.push({ name: named.name, verdict: named.verdict });
    }
  }
  return { objects, failing, failures };
}
