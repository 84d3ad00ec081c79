import { closeInherited } from '../../agent/inherited.js';
import { UsageError } from '../../errors.js';

/**
 * `waxseal agent`: the agent itself, which the program starts when it is needed. It ignores the interrupts of its terminal, lets no
 * debugger attach, and creates files for this user only.
 * @returns the exit status
 */
export async function run(argv: readonly string[]): Promise<number> {
  if (argv.length > 0)
    throw new UsageError('the agent takes no arguments: the program starts it when it is needed');
  process.umask(0o077);
  // SIGUSR1 would start Node's debugger, which can read all memory.
  for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGHUP', 'SIGINT', 'SIGPIPE'] as const)
    process.on(signal, () => undefined);
  closeInherited();
  const { runAgent } = await import('../../agent/listen.js');
  return runAgent(process.env);
}
