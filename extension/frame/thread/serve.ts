import { parentPort, workerData } from 'node:worker_threads';
import type { Language } from '../../../core/verdict/language.js';
import { failureOf } from './failure.js';
import type { CallTable, Handlers, Message, Reply } from './protocol.js';

/** The language of the editor, which started this thread. */
export const THREAD_LANGUAGE: Language = workerData?.language === 'de' ? 'de' : 'en';

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

/** Answers the calls that this thread receives, each as soon as it can. */
export function serve<Calls extends CallTable<Calls>>(handlers: Handlers<Calls>): void {
  const underWay = new Map<number, AbortController>();
  const answer = async (call: number, name: string, ask: unknown) => {
    const controller = new AbortController();
    underWay.set(call, controller);
    const context = {
      signal: controller.signal,
      part: (part: unknown) => reply({ call, part }),
    };
    try {
      reply({ call, answer: await handlers[name as keyof Calls](ask, context) });
    } catch (error) {
      reply({ call, failure: failureOf(error) });
    } finally {
      underWay.delete(call);
    }
  };
  parentPort?.on('message', (message: Message) => {
    if ('cancel' in message) underWay.get(message.cancel)?.abort();
    else void answer(message.call, message.name, message.ask);
  });
}
