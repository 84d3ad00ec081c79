import { IS_OUTPUT_APART } from '../../terminal/write.js';
import { parseGitRequest } from './arguments.js';

/**
 * git's x509 protocol: signs or verifies for git. If the agent can sign, nothing else is loaded.
 * @returns the exit status
 * @throws UsageError, OutputError
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseGitRequest(argv);
  if (request.mode === 'verify') return (await import('./in-process.js')).verify(request);
  if (!IS_OUTPUT_APART) (await import('./own-output.js')).requireOwnOutput();
  const { signThroughAgent } = await import('../../agent/sign.js');
  const through = await signThroughAgent(request);
  if ('status' in through) return through.status;
  return (await import('./in-process.js')).sign(request, through.payload);
}
