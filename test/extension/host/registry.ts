/** One test inside the extension host. */
interface HostTest {
  readonly name: string;
  readonly body: () => Promise<unknown>;
}

/** Measured numbers by name, in milliseconds unless stated otherwise. */
export type Measured = Readonly<Record<string, number>>;

/** The result of one test. */
export interface HostResult {
  readonly name: string;
  readonly error?: string;
  readonly measured?: Measured;
}

const registered: HostTest[] = [];

function isMeasured(value: unknown): value is Measured {
  return typeof value === 'object' && value !== null;
}

/** Registers a test that runs inside VS Code's extension host. It may return numbers that it measured. */
export function hostTest(name: string, body: () => Promise<unknown>): void {
  registered.push({ name, body });
}

/** Runs the tests one after the other. */
export async function runRegistered(): Promise<HostResult[]> {
  const results: HostResult[] = [];
  for (const { name, body } of registered) {
    try {
      const measured = await body();
      results.push({ name, ...(isMeasured(measured) && { measured }) });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return results;
}

/** Waits until `found` returns something. @throws Error that says what was waited for */
export async function until<T>(
  what: string | (() => string),
  found: () => T | undefined | false | Promise<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await found();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end)
      throw new Error(`waited ${seconds} s for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
