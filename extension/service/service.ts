import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Language } from '../../core/verdict/index.js';
import type { CallName, Calls, Failure, Message, Reply } from './protocol.js';

/** A call that failed. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly hint: string | undefined;
  constructor({ code, message, hint }: Failure) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

interface Waiting {
  readonly onPart: (part: never) => void;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** How a caller can watch and stop a call. */
export interface CallOptions<Name extends CallName> {
  readonly onPart?: (part: Calls[Name]['part']) => void;
  readonly signal?: AbortSignal;
}

// The memory for one signature is garbage when the next one comes. A larger young generation costs memory and saves no time.
const YOUNG_MB = 16;

/** Verifies in its own thread, so that the editor's event loop stays free. The first call starts the thread. */
export class Service {
  #worker: Worker | undefined;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Called when the thread ended without being told to. The next call starts a new thread, which knows nothing yet. */
  whenLost: () => void = () => {};

  /**
   * @param folder the absolute path of the folder that contains worker.cjs
   * @param language in which the thread words its answers
   */
  constructor(
    private readonly folder: string,
    private readonly language: Language = 'en',
  ) {}

  /**
   * @throws ServiceError with the code of what went wrong: CANCELLED when `signal` was aborted, WORKER_ENDED when the thread
   * ended
   */
  async call<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    { onPart = () => {}, signal }: CallOptions<Name> = {},
  ): Promise<Calls[Name]['answer']> {
    const cancelled = { code: 'CANCELLED', message: 'it was cancelled' };
    if (signal?.aborted) throw new ServiceError(cancelled);
    const worker = await this.#started();
    if (signal?.aborted) throw new ServiceError(cancelled);
    const call = this.#next++;
    const stop = () => {
      this.#send(worker, { cancel: call });
      this.#waiting.get(call)?.reject(new ServiceError(cancelled));
      this.#waiting.delete(call);
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await new Promise<Calls[Name]['answer']>((resolve, reject) => {
        this.#waiting.set(call, { onPart, resolve, reject } as Waiting);
        this.#send(worker, { call, name, ask });
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends the thread. Calls that still run fail. */
  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#end('the extension was stopped');
    await worker?.terminate();
  }

  #send(worker: Worker, message: Message): void {
    worker.postMessage(message);
  }

  async #started(): Promise<Worker> {
    if (this.#worker) return this.#worker;
    const { Worker: Thread } = await import('node:worker_threads');
    if (this.#worker) return this.#worker;
    const worker = new Thread(join(this.folder, 'worker.cjs'), {
      name: 'waxseal',
      workerData: { language: this.language },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    worker.on('message', (reply: Reply) => this.#take(reply));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', (code) => this.#lost(worker, `it ended with ${code}`));
    this.#worker = worker;
    return worker;
  }

  #lost(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#end(`the verification thread was lost: ${why}`);
    this.whenLost();
  }

  #end(message: string): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new ServiceError({ code: 'WORKER_ENDED', message }));
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.call);
    if (!waiting) return;
    if ('part' in reply) {
      waiting.onPart(reply.part as never);
      return;
    }
    this.#waiting.delete(reply.call);
    if ('failure' in reply) waiting.reject(new ServiceError(reply.failure));
    else waiting.resolve(reply.answer as never);
  }
}
