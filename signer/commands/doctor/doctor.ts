import { answerOf } from '../../../core/finding/index.js';
import {
  type CountSummary,
  countWords,
  FORMATS,
  type Format,
  jsonRenderer,
  wholeRenderer,
} from '../../../core/render/index.js';
import {
  type CheckItem,
  checkItem,
  checkSentences,
  examineSetUp,
  SET_UP_CHECKS,
  type SetUpResult,
} from '../../../inspect/set-up/index.js';
import { unixNow } from '../../../io/clock.js';
import { agentPlace } from '../../agent/place.js';
import { UsageError } from '../../errors.js';
import { formatOf } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { ask, type Question } from '../../run/question.js';
import { openSession } from '../../session.js';
import { agent } from './agent.js';
import { DOCTOR } from './specs.js';
import { doctorText } from './text.js';

interface DoctorRequest {
  readonly offline: boolean;
  readonly format: Format;
}

function parse(argv: readonly string[]): DoctorRequest {
  const { values, positionals } = parseOptions(DOCTOR, argv);
  if (positionals.length > 0) throw new UsageError('doctor takes no operands');
  return {
    offline: values.offline ?? false,
    format: formatOf(values.format, FORMATS),
  };
}

async function open({ offline }: DoctorRequest) {
  const setUp = {
    ...(await openSession()),
    env: process.env,
    platform: process.platform,
    program: process.env['WAXSEAL_LAUNCHER'] ?? process.argv[1] ?? process.execPath,
    offline,
    now: unixNow(),
    place: agentPlace(process.env),
  };
  // The agent is shown before the directories of the user, which are the last two.
  const checks = [...SET_UP_CHECKS.slice(0, -2), agent, ...SET_UP_CHECKS.slice(-2)];
  const found = await examineSetUp(setUp, checks);
  return { context: found, items: found.map(checkItem), summary: () => ({ items: found.length }) };
}

/** `waxseal doctor`: finds what is wrong with this set-up, and how to fix it. */
const QUESTION: Question<DoctorRequest, CheckItem, CountSummary, readonly SetUpResult[]> = {
  spec: DOCTOR,
  words: { heading: 'Set-up', summary: countWords('check', 'checks') },
  sentences: (found) => [checkSentences(found.map(({ check }) => check))],
  parse,
  open,
  // All checks at once, because their names form one column.
  text: (found) => wholeRenderer(() => doctorText(found)),
  json: () =>
    jsonRenderer({
      head: {},
      list: 'findings',
      element: ({ line }) => ({ ...line }),
      tail: () => ({}),
    }),
  answer: (item) => answerOf(item),
};

/**
 * See {@link QUESTION}.
 * @returns 0, or 1 if something is wrong
 * @throws ConfigError if the configuration cannot be read at all, GitError
 */
export function run(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
