import { answerOf, type JudgedItem } from '../../../core/finding/index.js';
import {
  type CountSummary,
  countWords,
  FORMATS,
  jsonDocument,
  wholeRenderer,
} from '../../../core/render/index.js';
import { openRepositoryJudge } from '../../../inspect/commits/repository-judge.js';
import { explainPolicy, noPolicyError, type PolicyExplanation } from '../../../inspect/policy/explain.js';
import { readOne } from '../../../io/history/index.js';
import { UsageError } from '../../errors.js';
import { configFlags, formatOf } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { openJudge } from '../../run/judge.js';
import { type Asked, ask, type Question } from '../../run/question.js';
import { type ConfigFlags, openSession } from '../../session.js';
import { explainJson, explainText } from './explain-text.js';
import { POLICY_EXPLAIN } from './specs.js';

interface ExplainRequest extends Asked {
  readonly revision: string;
  readonly online: boolean | undefined;
  readonly flags: ConfigFlags;
  /** A policy file in place of the repository's own. */
  readonly file?: string;
  /** The branch whose rules count. */
  readonly branch?: string;
}

function parse(argv: readonly string[]): ExplainRequest {
  const { values, positionals } = parseOptions(POLICY_EXPLAIN, argv);
  const [revision = 'HEAD', ...more] = positionals;
  if (more.length > 0) throw new UsageError('policy explain takes one revision');
  return {
    revision,
    online: values.online,
    flags: configFlags(values['trusted-root'], values['policy-branch']),
    ...(values.policy !== undefined && { file: values.policy }),
    ...(values.branch !== undefined && { branch: values.branch }),
    format: formatOf(values.format, FORMATS),
  };
}

async function open({ revision, online, flags, file, branch }: ExplainRequest) {
  const { config } = await openSession(flags);
  const policyBranch = config.policyBranch.value;
  const place = { env: process.env };
  const object = await readOne(place, revision);
  const repository = await openRepositoryJudge(place, {
    policyBranch,
    ...(file !== undefined && { file }),
    ...(branch !== undefined && { branch }),
  });
  if (!repository)
    throw await noPolicyError({ ...place, ...(policyBranch !== undefined && { policyBranch }) });
  try {
    const judge = await openJudge(config, online ?? config.verifyOnline.value);
    const found = await explainPolicy(judge, repository, object, revision);
    return { context: found, items: [found.item], summary: () => ({ items: 1 }) };
  } finally {
    await repository.close();
  }
}

/** `waxseal policy explain [REV]`: which rule decides about a commit or tag, and why the others do not. */
const QUESTION: Question<ExplainRequest, JudgedItem, CountSummary, PolicyExplanation> = {
  spec: POLICY_EXPLAIN,
  words: { heading: 'Policy', summary: countWords('object', 'objects') },
  sentences: () => [],
  parse,
  open,
  text: (found) => wholeRenderer(() => explainText(found)),
  json: (found) => wholeRenderer(() => jsonDocument(explainJson(found))),
  answer: (item) => answerOf(item),
};

/** See {@link QUESTION}. @returns 0 if the object passes, 1 if it does not @throws what made an answer impossible */
export function explain(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
