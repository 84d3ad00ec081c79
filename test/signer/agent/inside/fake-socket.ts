import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type AgentMessage, FrameReader, frame } from '../../../../signer/agent/protocol.js';

/** What is sent and received. */
export type Message = { readonly type: string; readonly [name: string]: unknown };

/** A socket without the system below it: it keeps what is written, and the test says what arrives and when time is up. */
export class FakeSocket extends Duplex {
  /** All timeouts that were set. */
  readonly timeouts: number[] = [];
  /** How often something was written, including to a closed socket. */
  writes = 0;
  readonly #reader = new FrameReader();
  readonly #sent: Message[] = [];
  #late: () => void = () => undefined;

  override _read(): void {
    // `arrive` pushes.
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.#sent.push(...this.#reader.push(chunk));
    done();
  }

  override write(...args: unknown[]): boolean {
    this.writes++;
    return (super.write as (...args: unknown[]) => boolean)(...args);
  }

  override end(...args: unknown[]): this {
    this.writes++;
    return (super.end as (...args: unknown[]) => this)(...args);
  }

  setTimeout(ms: number, late: () => void = this.#late): this {
    this.timeouts.push(ms);
    this.#late = late;
    return this;
  }

  /** The timeout that was set last has passed. */
  timeOut(): void {
    this.#late();
  }

  /** The messages that were sent since the previous call. */
  sent(): Message[] {
    return this.#sent.splice(0);
  }

  /** The next message that was sent and is not only a progress report. @throws Error when there will be none */
  async hears(): Promise<Message> {
    for (;;) {
      const message = this.#sent.shift();
      if (message !== undefined && message.type !== 'working') return message;
      if (message !== undefined) continue;
      if (this.destroyed || this.writableEnded) throw new Error('nothing more is said');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Data arrives from the other side. */
  async arrive(...messages: readonly (Message | Uint8Array)[]): Promise<void> {
    for (const message of messages)
      this.push(message instanceof Uint8Array ? message : frame(message as unknown as AgentMessage));
    await settled();
  }

  asSocket(): Socket {
    return this as unknown as Socket;
  }
}

/** Waits until everything that can happen by now has happened. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** How many timers keep this process alive: those of the test runner, and those that were started and not stopped. */
export function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
