import type { Handlers } from '../frame/thread/protocol.js';
import { serve, THREAD_LANGUAGE } from '../frame/thread/serve.js';
import { check } from './language/check.js';
import { complete } from './language/complete.js';
import { hover } from './language/hover.js';
import { PolicySchema } from './language/schema.js';
import type { ReadingCalls } from './reading-calls.js';

// A thread of its own: when reading takes too long, the thread is ended, and nothing else has to wait.

const schemas = new Map<string, PolicySchema>();

function schemaOf(text: string): PolicySchema {
  const schema = schemas.get(text) ?? new PolicySchema(JSON.parse(text));
  schemas.set(text, schema);
  return schema;
}

const HANDLERS: Handlers<ReadingCalls> = {
  check: ({ text, now }) => check(text, now, THREAD_LANGUAGE),
  complete: ({ text, offset, schema }) => complete(text, offset, schemaOf(schema)),
  hover: ({ text, offset, schema }) => hover(text, offset, schemaOf(schema)),
};

serve(HANDLERS);
