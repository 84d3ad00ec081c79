import { parentPort } from 'node:worker_threads';
import type { CallName, Calls, Message, Reply } from '../service/protocol.js';
import { failureOf } from './failure.js';
import { HANDLERS } from './handlers.js';

/** What a handler gets besides the arguments of the call. */
export interface CallContext<Name extends CallName> {
  readonly signal: AbortSignal;
  readonly part: (part: Calls[Name]['part']) => void;
}

const underWay = new Map<number, AbortController>();

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

async function answer(call: number, name: CallName, ask: never): Promise<void> {
  const controller = new AbortController();
  underWay.set(call, controller);
  const context = {
    signal: controller.signal,
    part: (part: unknown) => reply({ call, part }),
  };
  try {
    reply({ call, answer: await HANDLERS[name](ask, context) });
  } catch (error) {
    reply({ call, failure: failureOf(error) });
  } finally {
    underWay.delete(call);
  }
}

parentPort?.on('message', (message: Message) => {
  if ('cancel' in message) underWay.get(message.cancel)?.abort();
  else void answer(message.call, message.name, message.ask as never);
});
