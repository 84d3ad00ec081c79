import { openSession, type Session } from '../../session.js';
import type { GitRequest } from './arguments.js';

// git reads its configuration for us while we load the modules for the request.
function opening(): Promise<Session> {
  const session = openSession();
  session.catch(() => undefined); // the command awaits it and reports the error
  return session;
}

/** Verifies for git. Returns the exit status. */
export async function verify(request: Extract<GitRequest, { mode: 'verify' }>): Promise<number> {
  const session = opening();
  return (await import('./verify.js')).verifyForGit(request, session);
}

/** Signs for git in this process, without an agent. Returns the exit status. */
export async function sign(
  request: Extract<GitRequest, { mode: 'sign' }>,
  payload: Promise<Uint8Array>,
): Promise<number> {
  const session = opening();
  return (await import('./sign.js')).signForGit(request, session, payload);
}
