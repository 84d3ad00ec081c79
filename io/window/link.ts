import type { Socket } from 'node:net';
import { type FromEditor, LineReader, line, type ToEditor } from './messages.js';

/** The largest number of unread messages. A sender that exceeds it is disconnected. */
const MOST_WAITING = 64;
const FLUSH_MS = 2000;

/** One side of a connection between a program that signs and a window. `Out` is what this side sends. */
export class Link<Out extends ToEditor | FromEditor> {
  readonly #reader = new LineReader();
  readonly #arrived: { readonly type: string; readonly [name: string]: unknown }[] = [];
  readonly #gone = new AbortController();
  #wake: () => void = () => undefined;

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Uint8Array) => {
      try {
        this.#arrived.push(...this.#reader.push(chunk));
      } catch {
        socket.destroy(); // the other side does not speak our protocol
      }
      if (this.#arrived.length > MOST_WAITING) socket.destroy();
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#gone.abort();
      this.#wake();
    });
  }

  /** Aborted when the other side is gone. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  say(message: Out): void {
    if (!this.socket.destroyed) this.socket.write(line(message));
  }

  /** The next message; undefined if no more will come. */
  async next(): Promise<{ readonly type: string; readonly [name: string]: unknown } | undefined> {
    for (;;) {
      const message = this.#arrived.shift();
      if (message !== undefined) return message;
      if (this.#gone.signal.aborted) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }

  /** Closes the connection when everything is sent. */
  finish(): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) return resolve();
      this.socket.once('close', () => resolve());
      this.socket.end();
      this.socket.resume();
      setTimeout(() => this.socket.destroy(), FLUSH_MS).unref();
    });
  }
}
