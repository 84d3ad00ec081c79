import { parseGitRequest } from '../arguments/git-protocol.js';
import { openSession } from '../session.js';

/**
 * git's x509 protocol: signs or verifies as git asks. git reads its configuration for us while we load what the request
 * needs.
 * @returns the exit status
 * @throws UsageError
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseGitRequest(argv);
  const opening = openSession();
  opening.catch(() => undefined); // awaited, and told, by the command
  return request.mode === 'sign'
    ? (await import('./git-sign.js')).signForGit(request, opening)
    : (await import('./git-verify.js')).verifyForGit(request, opening);
}
