import { after, before, type TestContext, test } from 'node:test';
import { type SlowProxy, slowProxy } from './slow-proxy.js';
import { realStack, type Stack, sandboxStack } from './stack.js';

/** The two stacks that must behave in the same way. */
export const STACKS = ['sandbox', 'real servers'] as const satisfies readonly Stack['name'][];

/** gitsign refuses a timestamp from the first second of a certificate's life. After this delay it accepts one. */
const LATER_MS = 1100;

/** The stacks of a test file. They exist from before its first test until after its last. */
export interface OpenStacks<T> {
  get(name: Stack['name']): T | undefined;
  /** Why the real servers are not among them. */
  readonly missing: string | undefined;
}

function opened<T>(
  open: (stack: Stack) => Promise<T>,
  close: (one: T) => Promise<void>,
): OpenStacks<T> & { missing: string | undefined } {
  const stacks = new Map<Stack['name'], T>();
  const all = { get: (name: Stack['name']) => stacks.get(name), missing: undefined as string | undefined };
  before(async () => {
    const real = await realStack();
    if ('reason' in real) all.missing = real.reason;
    for (const stack of [await sandboxStack(), ...('found' in real ? [real.found] : [])])
      stacks.set(stack.name, await open(stack));
  });
  after(async () => {
    for (const one of stacks.values()) await close(one);
  });
  return all;
}

/** The sandbox and, if they are running, the real servers. Call it once in a test file. */
export function openStacks(): OpenStacks<Stack> {
  return opened(
    async (stack) => stack,
    (stack) => stack.stop(),
  );
}

/** The same, each with a timestamp authority that answers so late that gitsign accepts the time. */
export function openStacksWithLateTimestamps(): OpenStacks<{
  readonly stack: Stack;
  readonly timestamps: SlowProxy;
}> {
  return opened(
    async (stack) => ({ stack, timestamps: await slowProxy(stack.env['TSA_URL'] ?? '', LATER_MS) }),
    async ({ stack, timestamps }) => {
      await timestamps.stop();
      await stack.stop();
    },
  );
}

/**
 * Declares tests that run against both stacks (the real servers only if they are running; otherwise the test is skipped with
 * the reason). Call it once in a test file.
 * @returns a function that declares one such test
 */
export function bothStacks(): (title: string, body: (stack: Stack, t: TestContext) => Promise<void>) => void {
  const stacks = openStacks();
  return (title, body) => {
    for (const name of STACKS)
      test(`${title} (${name})`, async (t) => {
        const stack = stacks.get(name);
        if (stack) await body(stack, t);
        else t.skip(stacks.missing);
      });
  };
}
