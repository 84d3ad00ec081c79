import { after, before, type TestContext, test } from 'node:test';
import { realStack, type Stack, sandboxStack } from './stack.js';

/**
 * Declares tests that run against the sandbox and, where they are up, against the real servers (skipped with the reason
 * otherwise): what the two must do alike. Call it once in a test file.
 * @returns declares one such test
 */
export function bothStacks(): (title: string, body: (stack: Stack, t: TestContext) => Promise<void>) => void {
  const stacks = new Map<Stack['name'], Stack>();
  let noRealServers: string | undefined;
  before(async () => {
    const real = await realStack();
    if ('reason' in real) noRealServers = real.reason;
    for (const stack of [await sandboxStack(), ...('found' in real ? [real.found] : [])])
      stacks.set(stack.name, stack);
  });
  after(async () => {
    for (const stack of stacks.values()) await stack.stop();
  });
  return (title, body) => {
    for (const name of ['sandbox', 'real servers'] as const)
      test(`${title} (${name})`, async (t) => {
        const stack = stacks.get(name);
        if (stack) await body(stack, t);
        else t.skip(noRealServers);
      });
  };
}
