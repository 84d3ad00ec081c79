import type { Worker } from 'node:worker_threads';
import type { Language } from '../../../core/verdict/language.js';
import { CallError } from './call-error.js';
import type { Caller, CallOptions, CallTable, Message, Reply } from './protocol.js';

interface Waiting {
  readonly onPart: (part: never) => void;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

/** What a thread runs, and how. */
export interface ThreadOptions {
  /** The name under which tools show it. */
  readonly name: string;
  /** The absolute path of its program. */
  readonly file: string;
  /** In which it words its answers; English by default. */
  readonly language?: Language;
  /** The longest time for an answer. A thread that takes longer is ended, because it may be busy for ever. */
  readonly deadlineMs?: number;
  /** The size of V8's young generation. */
  readonly youngMb?: number;
}

/** A worker thread that answers calls, so that the editor's event loop stays free. The first call starts it. */
export class Thread<Calls extends CallTable<Calls>> implements Caller<Calls> {
  #worker: Worker | undefined;
  #next = 0;
  /** How often a thread was ended. */
  #ends = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Called when the thread ended without being told to. The next call starts a new thread, which knows nothing yet. */
  whenLost: () => void = () => {};

  constructor(private readonly options: ThreadOptions) {}

  async call<Name extends keyof Calls & string>(
    name: Name,
    ask: Calls[Name]['ask'],
    { onPart = () => {}, signal }: CallOptions<Calls[Name]['part']> = {},
  ): Promise<Calls[Name]['answer']> {
    const cancelled = { code: 'CANCELLED', message: 'it was cancelled' };
    if (signal?.aborted) throw new CallError(cancelled);
    const worker = await this.#started();
    if (signal?.aborted) throw new CallError(cancelled);
    const call = this.#next++;
    const stop = () => {
      this.#send(worker, { cancel: call });
      this.#taken(call)?.reject(new CallError(cancelled));
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await new Promise<Calls[Name]['answer']>((resolve, reject) => {
        this.#waiting.set(call, { onPart, resolve, reject, timer: this.#limited() } as Waiting);
        this.#send(worker, { call, name, ask });
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends the thread. Calls that still run fail. */
  async dispose(): Promise<void> {
    await this.#end('WORKER_ENDED', 'the extension was stopped');
  }

  #send(worker: Worker, message: Message): void {
    worker.postMessage(message);
  }

  async #started(): Promise<Worker> {
    if (this.#worker) return this.#worker;
    const ends = this.#ends;
    const { Worker: NodeWorker } = await import('node:worker_threads');
    if (ends !== this.#ends)
      throw new CallError({ code: 'WORKER_ENDED', message: 'the extension was stopped' });
    if (this.#worker) return this.#worker;
    const { name, file, language = 'en', youngMb } = this.options;
    const worker = new NodeWorker(file, {
      name,
      workerData: { language },
      ...(youngMb !== undefined && { resourceLimits: { maxYoungGenerationSizeMb: youngMb } }),
    });
    worker.unref();
    worker.on('message', (reply: Reply) => this.#take(reply));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', (code) => this.#lost(worker, `it ended with ${code}`));
    this.#worker = worker;
    return worker;
  }

  #limited(): NodeJS.Timeout | undefined {
    const { deadlineMs } = this.options;
    if (deadlineMs === undefined) return undefined;
    return setTimeout(() => void this.#end('TOO_SLOW', 'the answer took too long'), deadlineMs);
  }

  #lost(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    void this.#end('WORKER_ENDED', `the thread was lost: ${why}`);
    this.whenLost();
  }

  async #end(code: string, message: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#ends += 1;
    for (const call of [...this.#waiting.keys()]) this.#taken(call)?.reject(new CallError({ code, message }));
    await worker?.terminate();
  }

  /** A call that waits no longer. */
  #taken(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #take(reply: Reply): void {
    if ('part' in reply) {
      this.#waiting.get(reply.call)?.onPart(reply.part as never);
      return;
    }
    const waiting = this.#taken(reply.call);
    if ('failure' in reply) waiting?.reject(new CallError(reply.failure));
    else waiting?.resolve(reply.answer as never);
  }
}
