import { connect, type Socket } from 'node:net';
import type { AGENT_ERRORS } from '../../core/codes/errors/program.js';
import { codeOf } from '../../io/write-objection.js';
import {
  type AgentMessage,
  type AgentRequest,
  type CertificateMessage,
  FrameReader,
  frame,
  type Opening,
  PROTOCOL,
} from './protocol.js';

const CONNECT_MS = 2000;
/** While it works, the agent sends something at least every 5 s. */
const SILENCE_MS = 20_000;

/** The agent ended, went silent or broke the protocol before it gave an answer. */
export class AgentGone extends Error {
  override readonly name = 'AgentGone';
  readonly code = 'AGENT_LOST' satisfies keyof typeof AGENT_ERRORS;

  /**
   * @param unheard `lost` or `silent` if no message came at all: nobody worked on the request
   */
  constructor(
    message: string,
    readonly unheard?: 'lost' | 'silent',
  ) {
    super(message);
  }
}

/** The client's side of a connection to the agent. */
export class Conversation {
  readonly #reader = new FrameReader();
  readonly #arrived: AgentMessage[] = [];
  #heard: boolean;
  #ended: Error | undefined;
  #wake: () => void = () => undefined;

  /**
   * @param heard true: the agent has already said that it is at work
   */
  constructor(
    readonly socket: Socket,
    heard = false,
  ) {
    this.#heard = heard;
    socket.setTimeout(SILENCE_MS, () => socket.destroy(this.#gone('silent', 'the agent does not answer')));
    socket.on('data', (chunk: Uint8Array) => {
      this.#heard = true;
      try {
        // Members are not checked: the agent is our own program in our own directory.
        this.#arrived.push(...(this.#reader.push(chunk) as AgentMessage[]));
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
      this.#wake();
    });
    socket.on('error', (error) => {
      // Whoever was still sending sees the other side's end as EPIPE or ECONNRESET.
      this.#ended ??= 'syscall' in error ? this.#gone('lost', 'the agent ended') : error;
    });
    socket.on('close', () => {
      this.#ended ??= this.#gone('lost', 'the agent ended');
      this.#wake();
    });
  }

  #gone(how: 'lost' | 'silent', message: string): AgentGone {
    return new AgentGone(message, this.#heard ? undefined : how);
  }

  /** Sends the first message. */
  open(request: AgentRequest, program: string): void {
    const opening: Opening = { ...request, protocol: PROTOCOL, program };
    this.socket.write(frame(opening));
  }

  /** Sends another message. */
  send(message: CertificateMessage): void {
    this.socket.write(frame(message));
  }

  /** The next message that is not `working`. @throws AgentGone if none will come */
  async next(): Promise<AgentMessage> {
    for (;;) {
      const message = this.#arrived.shift();
      if (message === undefined) {
        if (this.#ended)
          throw this.#ended instanceof AgentGone ? this.#ended : this.#gone('lost', this.#ended.message);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else if (message.type !== 'working') return message;
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

/** What the system says where nobody listens. */
const NOBODY: readonly unknown[] = ['ENOENT', 'ECONNREFUSED'];

/** Connects. `nobody` listens there, or somebody may, but is `unreachable`. */
export function converse(address: string): Promise<Conversation | 'nobody' | 'unreachable'> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const timer = setTimeout(() => socket.destroy(), CONNECT_MS);
    const failed = (error: unknown) => {
      clearTimeout(timer);
      resolve(NOBODY.includes(codeOf(error)) ? 'nobody' : 'unreachable');
    };
    socket.once('error', failed);
    socket.once('close', () => failed(undefined));
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(new Conversation(socket));
    });
  });
}
