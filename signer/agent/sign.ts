import { LARGEST_PAYLOAD, onThisThread, readAll } from '../../io/files/input.js';
import { writeAll, writeError } from '../terminal/write.js';
import { type AgentAnswer, askAgent, isSwitchedOff } from './client.js';
import { AgentGone } from './conversation.js';
import { debugNote } from './note.js';
import { LARGEST_SENT } from './protocol.js';
import { hasTerminal, surroundings } from './surroundings.js';

const STDIN = 'standard input';

/** A request of git to sign. */
interface SignRequest {
  readonly statusFd: number | undefined;
  readonly armor: boolean;
}

/** Done, with an exit status; or still to do without an agent, with the payload from standard input. */
export type ThroughAgent = { readonly status: number } | { readonly payload: Promise<Uint8Array> };

/**
 * Signs for git through the agent. The signature goes to standard output in one piece, when it is complete. Whoever finishes also
 * writes the first status line: git reads all of them only at the end.
 * @throws OutputError
 */
export async function signThroughAgent(request: SignRequest): Promise<ThroughAgent> {
  const off = isSwitchedOff(process.env);
  const reading = off ? readAll(0, STDIN) : readAll(0, STDIN, LARGEST_PAYLOAD, onThisThread);
  reading.catch(() => undefined); // awaited below, or by whoever signs without an agent
  if (off) return { payload: reading };
  let payload: Uint8Array;
  try {
    payload = await reading;
  } catch {
    return { payload: reading };
  }
  if (payload.length > LARGEST_SENT) return { payload: reading };
  const answer = await asked(payload, request);
  if (answer.type === 'without-agent') {
    if (answer.hint !== undefined) await remarkNoAgent(answer.why, answer.hint);
    return { payload: reading };
  }
  if (answer.type === 'failed') return { status: await failed(request, answer) };
  if (request.statusFd !== undefined) writeAll(request.statusFd, '[GNUPG:] BEGIN_SIGNING\n');
  writeAll(1, signatureIn(answer, request));
  if (request.statusFd !== undefined) writeAll(request.statusFd, answer.created);
  if (answer.record && answer.signer) await (await import('./record.js')).recordHere(answer.signer, payload);
  return { status: 0 };
}

/** Says why each signature signs in by itself, where the user did not choose that. */
async function remarkNoAgent(why: string, hint: string): Promise<void> {
  const [{ harmless }, { say }] = await Promise.all([
    import('../../core/harmless/index.js'),
    import('../terminal/person.js'),
  ]);
  say(`waxseal: signing without an agent: ${harmless(why)}\nhint: ${harmless(hint)}`);
}

function signatureIn(
  { armor, der }: Extract<AgentAnswer<'signed'>, { type: 'signed' }>,
  request: SignRequest,
): Uint8Array {
  return Buffer.from(request.armor ? armor : der, 'base64');
}

async function asked(payload: Uint8Array, request: SignRequest): Promise<AgentAnswer<'signed'>> {
  try {
    const text = Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64');
    const answer = await askAgent(
      () => ({ type: 'sign', surroundings: surroundings(process.env, process.cwd()), payload: text }),
      'signed',
    );
    if (answer.type === 'signed') {
      const { requireWhole } = await import('../sign/require-whole.js');
      await requireWhole(payload, signatureIn(answer, request), request.armor);
    }
    return answer;
  } catch (error) {
    const { errorDetails, errorLines } = await import('../terminal/report.js');
    const lines =
      error instanceof AgentGone
        ? [
            `waxseal: ${error.message} before the signature was complete; nothing was written`,
            'hint: run the same git command again (after a stopped rebase: git rebase --continue)',
          ]
        : errorLines(error);
    const { failureIn, tellEditor } = await import('../window/tell.js');
    const here = { env: process.env, cwd: process.cwd(), terminal: hasTerminal() };
    await tellEditor(here, failureIn(error, lines));
    return { type: 'failed', lines, status: 1, details: errorDetails(error) };
  }
}

async function failed(
  request: SignRequest,
  { lines, status, details }: Extract<AgentAnswer<'signed'>, { type: 'failed' }>,
): Promise<number> {
  if (request.statusFd !== undefined) writeAll(request.statusFd, '[GNUPG:] BEGIN_SIGNING\n');
  writeError(`${lines.join('\n')}\n`);
  if (details) debugNote(`failed\n${details}`);
  const { repeatForOldGit } = await import('../terminal/person.js');
  await repeatForOldGit(lines);
  return status;
}
