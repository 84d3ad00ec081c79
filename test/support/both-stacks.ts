import { after, before, type TestContext, test } from 'node:test';
import { type SlowProxy, slowProxy } from './slow-proxy.js';
import { realStack, type Stack, sandboxStack } from './stack.js';

/** The two that must behave alike. */
export const STACKS = ['sandbox', 'real servers'] as const satisfies readonly Stack['name'][];

/** A timestamp in the first second of a certificate's life is more than gitsign takes; so much later it is not. */
const LATER_MS = 1100;

/** The stacks of a test file, from before its first test until after its last. */
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

/** The sandbox and, where they are up, the real servers. Call it once in a test file. */
export function openStacks(): OpenStacks<Stack> {
  return opened(
    async (stack) => stack,
    (stack) => stack.stop(),
  );
}

/** The same, each with a timestamp authority that answers so late that gitsign takes the time. */
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
 * Declares tests that run against both, the real servers where they are up (skipped with the reason otherwise). Call it
 * once in a test file.
 * @returns declares one such test
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
