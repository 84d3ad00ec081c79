import { parseGitRequest } from '../arguments/git-protocol.js';

/** git's x509 protocol: signs or verifies as git asks. Returns the exit status. @throws UsageError */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseGitRequest(argv);
  return request.mode === 'sign'
    ? (await import('./git-sign.js')).signForGit(request)
    : (await import('./git-verify.js')).verifyForGit(request);
}
