import type { ConsentPort } from '../../io/consent/index.js';
import { VERSION } from '../../io/version.js';
import type { AgentGone, Conversation } from './conversation.js';
import { askedBefore } from './first-try.js';
import { debugNote } from './note.js';
import { type AgentPlace, agentPlace } from './place.js';
import { type AgentMessage, type AgentRequest, PROTOCOL } from './protocol.js';
import { reach, reachAgent } from './reach.js';

/** How a request to the agent ended: with an answer, or without one; the caller then does the work without an agent. */
export type AgentAnswer<T extends AgentMessage['type']> =
  | Extract<AgentMessage, { readonly type: T | 'failed' }>
  | WithoutAgent;

/** Why no agent is used. `hint` says what to do about it, if the user did not choose it. */
interface WithoutAgent {
  readonly type: 'without-agent';
  readonly why: string;
  readonly hint?: string;
}

const OFF = /^(?:false|no|off|0)$/i;

/** True if the environment switches the agent off. The configuration can do so too, and is read later. */
export function isSwitchedOff(env: NodeJS.ProcessEnv): boolean {
  return OFF.test(env['WAXSEAL_AGENT']?.trim() ?? '');
}

// A process that is ending closes its connections before its socket. Until then the socket accepts connections that nobody answers.
const MOST_UNHEARD = 12;
const PAUSE_MS = 25;

/**
 * Sends a request to the agent, and starts an agent if there is none. Passes on the agent's messages for the user. If the agent
 * asks for a certificate, this process gets it, because it has the token. An agent that dies during the request is replaced once:
 * nothing it began was written anywhere but in a log. An agent that accepts connections and never answers is not used.
 * @param port asks the user whether an identity may be published; default: at the terminal
 * @throws AgentGone if the second agent dies too; whatever the sign-in here throws
 */
export async function askAgent<T extends AgentMessage['type']>(
  request: () => AgentRequest,
  answer: T,
  port?: ConsentPort,
): Promise<AgentAnswer<T>> {
  let unheard = 0;
  for (let attempt = 1; ; attempt++) {
    const asked = askedBefore(process.env);
    const reached = asked ? { conversation: asked } : await openAgent();
    if ('unsafe' in reached) return withoutAgent(reached.unsafe, reached.hint);
    const { conversation } = reached;
    try {
      const asking = request();
      if (!asked) conversation.open(asking, VERSION);
      const message = await answerOf(conversation, asking, answer, port);
      if (message.type === 'declined') return withoutAgent(message.why);
      if (message.type !== 'other-version') return message as AgentAnswer<T>;
      if (attempt > 1 || !isNewer(VERSION, message))
        return withoutAgent(`the running agent is of another version (${message.program})`);
      debugNote(`of version ${message.program} is asked to end`);
      await endAgent(agentPlace(process.env), 'replaced');
    } catch (error) {
      if (!isGone(error)) throw error;
      if (error.unheard) {
        unheard++;
        if (error.unheard === 'silent' || unheard === MOST_UNHEARD)
          return withoutAgent(
            'whoever listens at its socket does not answer',
            `end that program, or remove ${agentPlace(process.env).socket}`,
          );
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        attempt--;
      } else if (attempt > 1) throw error;
      debugNote(`lost (${error.message}), trying once more`);
    } finally {
      conversation.close();
    }
  }
}

function withoutAgent(why: string, hint?: string): WithoutAgent {
  debugNote(`not used: ${why}`);
  return { type: 'without-agent', why, ...(hint !== undefined && { hint }) };
}

type Opened =
  | { readonly conversation: Conversation }
  | (Omit<WithoutAgent, 'type' | 'why'> & { readonly unsafe: string });

async function openAgent(): Promise<Opened> {
  const reached = await reachAgent(process.env);
  if (!('absent' in reached)) return reached;
  const [{ startAgent }, { openSession }] = await Promise.all([
    import('./start.js'),
    import('../session.js'),
  ]);
  const { config } = await openSession();
  if (!config.agent.value) return { unsafe: 'waxseal.agent is off' };
  return startAgent(process.env);
}

async function answerOf(
  conversation: Conversation,
  request: AgentRequest,
  answer: AgentMessage['type'],
  port: ConsentPort | undefined,
): Promise<AgentMessage> {
  const person = async () => port ?? (await import('../consent/terminal.js')).terminalPort(process.env);
  for (;;) {
    const message = await conversation.next();
    if (message.type === 'say') (await import('../terminal/person.js')).say(message.line);
    else if (message.type === 'certify') {
      const { certifyHere } = await import('./certify.js');
      await certifyHere(
        conversation,
        message.publicKey,
        request.type === 'sign' ? request.payload : undefined,
        await person(),
      );
    } else if (message.type === 'consent' || message.type === 'committer') {
      const question = message.type === 'consent' ? message.publication : message.mismatch;
      const said = await (await person()).ask(question);
      conversation.send({ type: 'consent-answer', answer: said });
    } else if (['failed', 'declined', 'other-version', answer].includes(message.type)) return message;
  }
}

/** Asks the agent at a place to end. `none` was there, or it does not answer and may still be there: `unreachable`. */
export async function endAgent(
  place: AgentPlace,
  why: 'logout' | 'replaced',
): Promise<'ended' | 'none' | 'unreachable'> {
  const reached = await reach(place);
  if ('absent' in reached && reached.unreachable) return 'unreachable';
  if (!('conversation' in reached)) return 'none';
  const { conversation } = reached;
  try {
    conversation.open({ type: 'end', why }, VERSION);
    // It closes its socket before it answers, so that the next client finds no agent and starts a new one.
    await conversation.next();
  } catch (error) {
    if (!isGone(error)) throw error;
    if (error.unheard === 'silent') return 'unreachable';
  } finally {
    conversation.close();
  }
  return 'ended';
}

function isGone(error: unknown): error is AgentGone {
  return error instanceof Error && 'code' in error && error.code === 'AGENT_LOST';
}

function isNewer(own: string, other: { readonly protocol: number; readonly program: string }): boolean {
  if (other.protocol !== PROTOCOL) return other.protocol < PROTOCOL;
  const [ours, theirs] = [own, other.program].map((text) => text.split('.').map(Number));
  for (const [index, number] of (ours ?? []).entries()) {
    const than = theirs?.[index] ?? 0;
    if (number !== than) return number > than;
  }
  return false;
}
