/** One test inside the extension host. */
interface HostTest {
  readonly name: string;
  readonly body: () => Promise<void>;
}

/** How one came out. */
export interface HostResult {
  readonly name: string;
  readonly error?: string;
}

const registered: HostTest[] = [];

/** Registers a test that runs inside VS Code's extension host. */
export function hostTest(name: string, body: () => Promise<void>): void {
  registered.push({ name, body });
}

/** Runs them one after the other. */
export async function runRegistered(): Promise<HostResult[]> {
  const results: HostResult[] = [];
  for (const { name, body } of registered) {
    try {
      await body();
      results.push({ name });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return results;
}

/** Waits until `found` gives something. @throws Error with what was waited for */
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
