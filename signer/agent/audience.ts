import type { ConsentAnswer, Question } from '../../io/consent/index.js';
import { askThrough } from './ask-consent.js';
import { ClientGone, type Connection } from './connection.js';

/**
 * The clients that wait for one sign-in. One of them gets the messages for the user. If it goes away, the next one gets them all
 * again. If the last one goes away, the sign-in is cancelled.
 */
export class Audience {
  readonly #waiting: Connection[] = [];
  readonly #said: string[] = [];
  readonly #abort = new AbortController();

  /** Aborted when no client waits any more. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  readonly say = (line: string): void => {
    this.#said.push(line);
    this.#waiting[0]?.send({ type: 'say', line });
  };

  /** Asks the clients one after another until one answers. */
  async ask(question: Question): Promise<ConsentAnswer> {
    const asked = new Set<Connection>();
    for (;;) {
      const next = this.#waiting.find((connection) => !asked.has(connection));
      if (next === undefined) return 'nobody';
      asked.add(next);
      const answer = await askThrough(next, question);
      if (answer !== 'nobody') return answer;
    }
  }

  /** Lets a client wait for `work`. @throws ClientGone if it goes away first; whatever `work` throws */
  async wait<T>(connection: Connection, work: Promise<T>): Promise<T> {
    this.#waiting.push(connection);
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        this.#remove(connection);
        reject(new ClientGone('the client went away'));
      };
    });
    connection.signal.addEventListener('abort', leave, { once: true });
    if (connection.signal.aborted) leave();
    try {
      return await Promise.race([work, left]);
    } finally {
      connection.signal.removeEventListener('abort', leave);
    }
  }

  #remove(connection: Connection): void {
    const [front] = this.#waiting;
    this.#waiting.splice(this.#waiting.indexOf(connection), 1);
    const [next] = this.#waiting;
    if (next === undefined) this.#abort.abort();
    else if (front === connection) for (const line of this.#said) next.send({ type: 'say', line });
  }
}
