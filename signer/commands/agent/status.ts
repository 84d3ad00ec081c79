import { answerOf, type Item } from '../../../core/finding/index.js';
import { type CountSummary, countWords, jsonDocument, wholeRenderer } from '../../../core/render/index.js';
import { unixNow } from '../../../io/clock.js';
import { repositoryChoices } from '../../../io/config/index.js';
import { isPublic, logsOf, readAgreements } from '../../../io/consent/index.js';
import { explainIdentity } from '../../../io/identity/index.js';
import { VERSION } from '../../../io/version.js';
import { isSwitchedOff } from '../../agent/client.js';
import { AgentGone } from '../../agent/conversation.js';
import { agentPlace, startObjection, type Unusable, unusable } from '../../agent/place.js';
import { reach } from '../../agent/reach.js';
import type { StatusReport } from '../../agent/report.js';
import { UsageError } from '../../errors.js';
import { formatOf } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { type Asked, ask, type Question } from '../../run/question.js';
import { openSession } from '../../session.js';
import { STATUS } from './specs.js';
import { statusJson, statusText } from './status-text.js';

type AgentState = Pick<StatusReport, 'agent' | 'sessions' | 'socket'>;

/** Asks a running agent, but starts none. */
async function agentState(configuredOn: boolean): Promise<AgentState> {
  const place = agentPlace(process.env);
  const { socket } = place;
  if (isSwitchedOff(process.env) || !configuredOn)
    return { agent: { state: 'off', why: 'waxseal.agent is off' }, sessions: [], socket };
  const reached = await reach(place);
  if ('unsafe' in reached) return { agent: unusableState(reached), sessions: [], socket };
  if ('absent' in reached) {
    const objection = startObjection(place);
    const agent = objection ? unusableState(unusable(objection)) : ({ state: 'not-running' } as const);
    return { agent, sessions: [], socket };
  }
  const { conversation } = reached;
  try {
    conversation.open({ type: 'status' }, VERSION);
    const answer = await conversation.next();
    if (answer.type !== 'status') {
      const why =
        answer.type === 'other-version' ? `it is of version ${answer.program}` : 'it gave no answer';
      return { agent: { state: 'unusable', why }, sessions: [], socket };
    }
    const { pid, program, sessions } = answer;
    return { agent: { state: 'running', pid, program }, sessions, socket };
  } catch (error) {
    if (!(error instanceof AgentGone)) throw error;
    if (error.unheard === 'silent')
      return { agent: { state: 'unusable', why: error.message }, sessions: [], socket };
    return { agent: { state: 'not-running' }, sessions: [], socket };
  } finally {
    conversation.close();
  }
}

function unusableState({ unsafe, hint }: Unusable) {
  return { state: 'unusable', why: unsafe, hint } as const;
}

interface StatusRequest extends Asked {
  readonly explain: boolean;
}

const WHY = 'nothing that status shows can hold or fail';

function parse(argv: readonly string[]): StatusRequest {
  const { values, positionals } = parseOptions(STATUS, argv);
  if (positionals.length > 0) throw new UsageError('status takes no operands');
  const format = formatOf(values.format, STATUS.options.format.value, WHY);
  return { format, explain: values.explain ?? false };
}

async function reportHere(): Promise<StatusReport> {
  const { config } = await openSession();
  return {
    now: unixNow(),
    ...(await agentState(config.agent.value)),
    instance: {
      fulcio: config.fulcioUrl.value,
      rekor: config.rekorUrl.value,
      timestamp: config.timestampUrl.value,
      issuer: config.oidcIssuer.value,
      chosen: repositoryChoices(config),
    },
    consent: {
      public: isPublic(config),
      logs: logsOf(config),
      always: config.publicLog.value === 'yes',
      agreements: await readAgreements(process.env),
    },
    sources: await explainIdentity(config, { env: process.env, interactive: true }),
  };
}

async function open() {
  const context = await reportHere();
  const id = context.instance.fulcio;
  const items: readonly Item[] = [{ name: 'status', subject: { type: 'status', id }, findings: [] }];
  return { context, items, summary: () => ({ items: 1 }) };
}

/** `waxseal status [--explain]`: who is signed in, the agent, and what a signature would publish. */
const QUESTION: Question<StatusRequest, Item, CountSummary, StatusReport> = {
  spec: STATUS,
  words: { heading: 'Status', summary: countWords('status', 'statuses') },
  onlyShows: true,
  sentences: () => [],
  parse,
  open,
  text: (report, { explain }) => wholeRenderer(() => statusText(report, explain)),
  json: (report) => wholeRenderer(() => jsonDocument(statusJson(report))),
  answer: (item) => answerOf(item),
};

/** See {@link QUESTION}. @returns 0 @throws ConfigError, GitError */
export function run(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
