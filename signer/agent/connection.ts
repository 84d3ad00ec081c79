import type { Socket } from 'node:net';
import type { AGENT_ERRORS } from '../../core/codes/errors/program.js';
import { type AgentMessage, FrameReader, frame } from './protocol.js';

const FIRST_MESSAGE_MS = 5000;
const WORKING_MS = 5000;
/** How long a client has to read why it was dismissed. */
const LEAVE_MS = 2000;

/** A message with a type. Whoever uses another member of it must check that member. */
export type Incoming = { readonly type: string; readonly [name: string]: unknown };

/** The client went away before it got an answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
  readonly code = 'CLIENT_GONE' satisfies keyof typeof AGENT_ERRORS;
}

/** The agent's side of a connection. */
export class Connection {
  readonly #reader = new FrameReader();
  readonly #arrived: Incoming[] = [];
  readonly #gone = new AbortController();
  #wake: () => void = () => undefined;
  #working: NodeJS.Timeout | undefined;

  constructor(readonly socket: Socket) {
    socket.setTimeout(FIRST_MESSAGE_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(this.#working);
      this.#gone.abort(new ClientGone('the client went away'));
      this.#wake();
    });
    socket.on('data', (chunk: Uint8Array) => {
      try {
        this.#arrived.push(...this.#reader.push(chunk));
        this.#wake();
      } catch {
        socket.destroy(); // not a client of ours
      }
    });
  }

  /** Aborted when the client is gone. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Tells the client at once, and then every few seconds, that the agent is at work. */
  startWork(): void {
    if (this.socket.destroyed) return; // no `close` event would come any more to stop the interval
    this.socket.setTimeout(0);
    this.send({ type: 'working' });
    this.#working = setInterval(() => this.send({ type: 'working' }), WORKING_MS);
  }

  send(message: AgentMessage): void {
    if (!this.socket.writableEnded && !this.socket.destroyed) this.socket.write(frame(message));
  }

  /** Sends the last message. */
  finish(message: AgentMessage): void {
    clearInterval(this.#working);
    if (!this.socket.writableEnded && !this.socket.destroyed) this.socket.end(frame(message));
  }

  /** Ends a conversation that somebody waits in: what was being done for it is given up. */
  dismiss(): void {
    this.finish({ type: 'failed', lines: ['waxseal: signed out: nothing was signed'], status: 1 });
    this.#gone.abort(new ClientGone('signed out'));
    this.#wake();
    setTimeout(() => this.socket.destroy(), LEAVE_MS).unref();
  }

  /** The next message. @throws ClientGone */
  async next(): Promise<Incoming> {
    for (;;) {
      const message = this.#arrived.shift();
      if (message !== undefined) return message;
      this.signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
