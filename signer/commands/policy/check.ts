import { relative } from 'node:path';
import {
  type CountSummary,
  countWords,
  FORMATS,
  type Format,
  findingsText,
  jsonDocument,
  problemJson,
} from '../../../core/render/index.js';
import { POLICY_SENTENCES } from '../../../core/signer-policy/index.js';
import { checkPolicyFile, type PolicyItem, policyFileAt } from '../../../inspect/policy/check.js';
import { unixNow } from '../../../io/clock.js';
import { POLICY_FILE } from '../../../io/repository-policy/index.js';
import { UsageError } from '../../errors.js';
import { formatOf } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { ask, type Question } from '../../run/question.js';
import { POLICY_CHECK } from './specs.js';

interface CheckRequest {
  readonly file: string | undefined;
  readonly format: Format;
}

function parse(argv: readonly string[]): CheckRequest {
  const { values, positionals } = parseOptions(POLICY_CHECK, argv);
  const [file, ...more] = positionals;
  if (more.length > 0) throw new UsageError('policy check takes one file');
  return { file, format: formatOf(values.format, FORMATS) };
}

/** The path from here to the policy at the top of this work tree: people also call the command in a subdirectory. */
async function policyHere(): Promise<string> {
  const file = await policyFileAt({ env: process.env });
  if (file === undefined)
    throw new UsageError(
      `there is no ${POLICY_FILE} here`,
      '"waxseal policy init" proposes one, or name the file: waxseal policy check FILE',
    );
  return relative('', file);
}

async function open({ file }: CheckRequest) {
  const item = await checkPolicyFile(file ?? (await policyHere()), unixNow());
  return { context: undefined, items: [item], summary: () => ({ items: 1 }) };
}

/** `waxseal policy check [FILE]`: lists the mistakes in a policy with their places. */
const QUESTION: Question<CheckRequest, PolicyItem, CountSummary, undefined> = {
  spec: POLICY_CHECK,
  words: { heading: 'Policy', summary: countWords('policy', 'policies') },
  sentences: () => [POLICY_SENTENCES],
  parse,
  open,
  text: (_, __, options) => findingsText({ ...options, nothing: 'no mistakes' }),
  json: (_, __, { sentences }) => ({
    begin: () => '',
    one: ({ name, usable, findings }) =>
      jsonDocument({
        file: name,
        usable,
        problems: findings.map((finding) => problemJson(finding, sentences)),
      }),
    end: () => '',
  }),
  answer: ({ usable }) => (usable ? 'holds' : 'fails'),
};

/**
 * See {@link QUESTION}.
 * @returns 0 if the policy can be used, 1 if it has errors
 * @throws RepositoryPolicyError if the file cannot be read, UsageError
 */
export function check(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
