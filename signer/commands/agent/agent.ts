import { closeInherited } from '../../agent/inherited.js';
import { UsageError } from '../../errors.js';

/**
 * `waxseal agent`: the agent itself, started by the program when it is needed. Ends with its terminal's interrupts ignored,
 * no debugger to be attached, and files for nobody else.
 * @returns the exit status
 */
export async function run(argv: readonly string[]): Promise<number> {
  if (argv.length > 0) throw new UsageError('the agent takes no arguments: it is started when it is needed');
  process.umask(0o077);
  // SIGUSR1 would open node's debugger, and with it everything in memory.
  for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGHUP', 'SIGINT', 'SIGPIPE'] as const)
    process.on(signal, () => undefined);
  closeInherited();
  const { runAgent } = await import('../../agent/listen.js');
  return runAgent(process.env);
}
