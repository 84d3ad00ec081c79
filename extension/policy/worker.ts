import { parentPort, workerData } from 'node:worker_threads';
import { check } from './language/check.js';
import { complete } from './language/complete.js';
import { hover } from './language/hover.js';
import { PolicySchema } from './language/schema.js';
import type { PolicyCall, PolicyCalls, PolicyMessage, PolicyReply } from './protocol.js';

// A thread of its own: when reading takes too long, the thread is ended, and nothing else has to wait.

const schemas = new Map<string, PolicySchema>();

function schemaOf(text: string): PolicySchema {
  const schema = schemas.get(text) ?? new PolicySchema(JSON.parse(text));
  schemas.set(text, schema);
  return schema;
}

const HANDLERS: {
  readonly [Name in PolicyCall]: (
    ask: PolicyCalls[Name]['ask'],
  ) => PolicyCalls[Name]['answer'] | Promise<PolicyCalls[Name]['answer']>;
} = {
  check: ({ text, now }) => check(text, now, workerData?.language === 'de' ? 'de' : 'en'),
  complete: ({ text, offset, schema }) => complete(text, offset, schemaOf(schema)),
  hover: ({ text, offset, schema }) => hover(text, offset, schemaOf(schema)),
};

async function answer({ call, name, ask }: PolicyMessage): Promise<void> {
  try {
    parentPort?.postMessage({ call, answer: await HANDLERS[name](ask as never) } satisfies PolicyReply);
  } catch {
    parentPort?.postMessage({ call } satisfies PolicyReply);
  }
}

parentPort?.on('message', (message: PolicyMessage) => void answer(message));
