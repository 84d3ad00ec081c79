import { Worker } from 'node:worker_threads';
import type { Language } from '../../core/verdict/language.js';
import type { PolicyCall, PolicyCalls, PolicyMessage, PolicyReply } from './protocol.js';

/** An answer. `slow` means that the text could not be read in time. */
export type Asked<Name extends PolicyCall> =
  | { readonly answer: PolicyCalls[Name]['answer'] }
  | { readonly failed: 'slow' | 'lost' };

interface Waiting {
  readonly resolve: (asked: Asked<never>) => void;
  readonly timer: NodeJS.Timeout;
}

const LONGEST_MS = 10_000;

/** Reads policies in its own thread, and ends that thread when reading takes too long. */
export class PolicyThread {
  #worker: Worker | undefined;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * @param file the program of the thread
   * @param longestMs the longest time for an answer
   * @param language of the sentences in its answers
   */
  constructor(
    private readonly file: string,
    private readonly longestMs = LONGEST_MS,
    private readonly language: Language = 'en',
  ) {}

  /** Asks the thread. Never throws. */
  ask<Name extends PolicyCall>(name: Name, ask: PolicyCalls[Name]['ask']): Promise<Asked<Name>> {
    const worker = this.#started();
    const call = this.#next++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end('slow'), this.longestMs);
      this.#waiting.set(call, { resolve: resolve as Waiting['resolve'], timer });
      worker.postMessage({ call, name, ask } satisfies PolicyMessage);
    });
  }

  /** Ends the thread. Callers that still wait are told that it was lost. */
  dispose(): void {
    this.#end('lost');
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.file, {
      name: 'waxseal policy',
      workerData: { language: this.language },
    });
    worker.unref();
    const lost = () => {
      if (this.#worker === worker) this.#end('lost');
    };
    worker.on('message', (reply: PolicyReply) => this.#take(reply));
    worker.on('error', lost);
    worker.on('exit', lost);
    this.#worker = worker;
    return worker;
  }

  #take({ call, ...rest }: PolicyReply): void {
    const waiting = this.#waiting.get(call);
    if (!waiting) return;
    this.#waiting.delete(call);
    clearTimeout(waiting.timer);
    waiting.resolve('answer' in rest ? { answer: rest.answer as never } : { failed: 'lost' });
  }

  #end(failed: 'slow' | 'lost'): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { resolve, timer } of waiting) {
      clearTimeout(timer);
      resolve({ failed });
    }
  }
}
