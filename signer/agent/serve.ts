import { debugNote, setDebugLog } from '../../io/debug-log.js';
import { networkVariables } from '../../io/environment/network.js';
import { VERSION } from '../../io/version.js';
import { UsageError } from '../errors.js';
import { errorDetails, errorLines } from '../terminal/report.js';
import { failureIn, tellEditor } from '../window/tell.js';
import { NotCertified } from './certified.js';
import { ClientGone, type Connection, type Incoming } from './connection.js';
import { Obtainer } from './obtain.js';
import { PROTOCOL, type Surroundings } from './protocol.js';
import { factsOf, Sessions } from './sessions.js';
import { payloadIn, signTask } from './sign-task.js';
import { openTask, surroundingsIn } from './task.js';

/** Answers the clients of the agent. */
export class AgentServer {
  readonly sessions = new Sessions();
  readonly #obtainer = new Obtainer(this.sessions);

  /**
   * @param end accepts no new clients, and lets the agent end once the present ones have their answers
   * @param dismiss tells all clients but this one that there is no answer for them any more
   */
  constructor(
    readonly end: () => void,
    readonly dismiss: (but: Connection) => void,
  ) {}

  /** Answers one client. Never throws. */
  async serve(connection: Connection): Promise<void> {
    let opening: Incoming | undefined;
    let client: Surroundings | undefined;
    try {
      opening = await connection.next();
      connection.startWork();
      if (opening['surroundings'] !== undefined) client = surroundingsIn(opening['surroundings']);
      await this.#answer(connection, opening);
    } catch (error) {
      if (error instanceof ClientGone || error instanceof NotCertified)
        return connection.socket.destroy() && undefined;
      // If only git's configuration names a debug log, the client does not know about it.
      if (!client?.debug) debugNote(errorDetails(error));
      const lines = errorLines(error);
      connection.finish({
        type: 'failed',
        lines,
        status: error instanceof UsageError ? 2 : 1,
        ...(client?.debug && { details: errorDetails(error) }),
      });
      if (opening?.type === 'sign' && client) await tellEditor(client, failureIn(error, lines));
    }
  }

  async #answer(connection: Connection, opening: Incoming): Promise<void> {
    if (opening.type === 'end') {
      this.end();
      // Whoever waits for a sign-in would be signed in after all, with a token in this process.
      if (opening['why'] === 'logout') this.dismiss(connection);
      return connection.finish({ type: 'ending' });
    }
    if (opening['protocol'] !== PROTOCOL || opening['program'] !== VERSION)
      return connection.finish({ type: 'other-version', protocol: PROTOCOL, program: VERSION });
    switch (opening.type) {
      case 'status':
        return connection.finish({
          type: 'status',
          pid: process.pid,
          program: VERSION,
          sessions: this.sessions.facts(),
        });
      case 'sign':
      case 'login':
        return this.#work(connection, opening);
      default:
        return connection.finish({ type: 'declined', why: 'the agent does not know this request' });
    }
  }

  async #work(connection: Connection, opening: Incoming): Promise<void> {
    const surroundings = surroundingsIn(opening['surroundings']);
    const { env } = surroundings;
    if (!sameNetwork(env)) return decline(connection, 'the agent reaches the network in another way');
    const task = await openTask(surroundings);
    setDebugLog(task.config.debugLog.value);
    if (!task.config.agent.value) return decline(connection, 'waxseal.agent is off');
    if (opening.type === 'sign')
      return signTask(connection, task, payloadIn(opening['payload']), this.#obtainer);
    const session = await this.#obtainer.obtain(connection, task, () => 'yes', true);
    connection.finish({ type: 'signed-in', ...factsOf(session) });
  }
}

function decline(connection: Connection, why: string): void {
  connection.finish({ type: 'declined', why });
}

function sameNetwork(env: Readonly<Record<string, string>>): boolean {
  const [own, theirs] = [networkVariables(process.env), networkVariables(env)];
  return JSON.stringify(own) === JSON.stringify(theirs);
}
