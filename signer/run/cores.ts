import { availableParallelism } from 'node:os';

/**
 * Lets libuv's pool, on which signatures are verified, use every core: its default of four threads leaves a larger
 * machine idle. Takes effect only before the pool does its first work. A value the user set stays.
 */
export function useEveryCore(env: NodeJS.ProcessEnv): void {
  if (env['UV_THREADPOOL_SIZE'] === undefined)
    env['UV_THREADPOOL_SIZE'] = String(Math.max(2, availableParallelism()));
}
