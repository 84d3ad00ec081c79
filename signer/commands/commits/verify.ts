import { answerOf, type JudgedItem } from '../../../core/finding/index.js';
import { HISTORY_WORDS, jsonRenderer, verdictJson, verdictsText } from '../../../core/render/index.js';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import type { HistorySummary } from '../../../core/verdict/index.js';
import type { HistoryRun, Judge } from '../../../inspect/basis/types.js';
import {
  itemsOf,
  judgeHistory,
  openRepositoryJudge,
  type RepositoryJudge,
} from '../../../inspect/commits/index.js';
import { GitError } from '../../../io/git/index.js';
import type { LoadedPolicy } from '../../../io/repository-policy/index.js';
import { SignerError } from '../../errors.js';
import { useEveryCore } from '../../run/cores.js';
import { openJudge } from '../../run/judge.js';
import { ask, type Question } from '../../run/question.js';
import { openSessionAnywhere } from '../../run/session-anywhere.js';
import { outputStyle } from '../../terminal/style.js';
import { parseVerifyRequest, type VerifyRequest } from './options.js';
import { VERIFY } from './specs.js';

/** The repository of the current directory. */
const HERE = { env: process.env };

/** The basis of the verdicts of a run, as the output names it. */
interface Context {
  readonly judge: Judge;
  readonly repository: LoadedPolicy | undefined;
  /** True if the objects come from a walk through the history. */
  readonly walked: boolean;
}

/** The repository's policy, unless the command line says who may sign. */
async function repositoryPolicy(
  request: VerifyRequest,
  flags: boolean,
  policyBranch: string | undefined,
): Promise<RepositoryJudge | undefined> {
  if (flags || request.anySigner) return undefined;
  const { policy: file, branch } = request;
  try {
    return await openRepositoryJudge(HERE, {
      policyBranch,
      ...(file !== undefined && { file }),
      ...(branch !== undefined && { branch }),
    });
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'GIT_NOT_FOUND') throw error;
    throw new SignerError(
      'POLICY_NEEDS_GIT',
      'git is not in PATH, and only git can find the policy of the repository',
      'say who may sign with --certificate-identity and --certificate-oidc-issuer, or --any-signer',
    );
  }
}

function cacheHint(needed: number, size: number): string {
  return `the cache of verdicts (${size} MiB) does not hold all of this: git config --global waxseal.cacheSize ${Math.ceil(needed / 2 ** 20)} makes the next run faster`;
}

async function open(request: VerifyRequest, interrupt: () => AbortSignal) {
  // This sets the size of the thread pool, so it must come before its first use.
  useEveryCore(process.env);
  const policy = await policyOfFlags(request.identity);
  const { config } = await openSessionAnywhere(request.flags);
  const [judge, repository] = await Promise.all([
    openJudge(config, request.online ?? config.verifyOnline.value, policy),
    repositoryPolicy(request, policy !== undefined, config.policyBranch.value),
  ]);
  const options = { cache: request.cache, signal: interrupt(), repository };
  const history: HistoryRun = await judgeHistory(judge, request.selection, HERE, options);
  return {
    context: { judge, repository: repository?.loaded, walked: history.walked },
    items: itemsOf(history.verdicts),
    summary: () => history.summary(),
    hints: () => {
      const { cacheNeeded } = history.summary();
      return cacheNeeded === undefined ? [] : [cacheHint(cacheNeeded, config.cacheSize.value)];
    },
    close: async () => repository?.close(),
  };
}

/** `waxseal verify`: says for each object whether its signature holds and its signer is allowed. Prints as it goes. */
export const QUESTION: Question<VerifyRequest, JudgedItem, HistorySummary, Context> = {
  spec: VERIFY,
  words: { heading: 'Signatures', summary: HISTORY_WORDS },
  sentences: () => [],
  parse: parseVerifyRequest,
  open,
  text: ({ repository, walked }, { quiet }) =>
    verdictsText({
      ...outputStyle(),
      sumUp: ({ leftOut }) => walked || leftOut.refs.length > 0 || leftOut.unsignable.length > 0,
      onlyRows: quiet,
      policy: repository?.source,
      summary: HISTORY_WORDS,
    }),
  json: ({ judge, repository }) =>
    jsonRenderer({
      head: {
        trustedRoot: { digest: judge.trust.root.digest },
        policy: repository?.source ?? judge.policy?.source ?? null,
        ...(repository && { policyDigest: repository.digest, selfDeclared: repository.selfDeclared }),
      },
      list: 'objects',
      element: ({ verdict, name }) => verdictJson(verdict, name),
      tail: (summary) => ({ summary: summaryJson(summary) }),
    }),
  answer: (item, { anySigner }) => answerOf(item, { anySigner }),
};

function summaryJson(summary: HistorySummary): Record<string, unknown> {
  const { objects, outcomes, exempt } = summary;
  return {
    objects,
    emptyRange: objects === 0,
    outcomes: { ...outcomes },
    exempt,
    ...HISTORY_WORDS.facts(summary),
  };
}

/** See {@link QUESTION}. @returns the exit status of `ask` @throws what made an answer impossible */
export function run(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
