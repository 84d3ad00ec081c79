import { availableParallelism } from 'node:os';

/**
 * Lets libuv's thread pool, which verifies signatures, use every core: its default of four threads leaves cores of a larger
 * machine idle. Call this before the pool does its first work. A value that the user set stays.
 */
export function useEveryCore(env: NodeJS.ProcessEnv): void {
  if (env['UV_THREADPOOL_SIZE'] === undefined)
    env['UV_THREADPOOL_SIZE'] = String(Math.max(2, availableParallelism()));
}
