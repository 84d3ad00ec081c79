import { Socket } from 'node:net';
import { Conversation } from './conversation.js';

const AGENT_FD = 'WAXSEAL_AGENT_FD';

/**
 * The connection on which first-try.pl has already sent the request. It heard that the agent is at work, but then got something
 * other than a signature, or the end. Can be taken once.
 */
export function askedBefore(env: NodeJS.ProcessEnv): Conversation | undefined {
  const fd = env[AGENT_FD];
  delete env[AGENT_FD];
  if (fd === undefined || !/^\d{1,4}$/.test(fd)) return undefined;
  return new Conversation(new Socket({ fd: Number(fd), readable: true, writable: true }), true);
}
