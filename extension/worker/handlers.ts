import type { CallName, Calls } from '../service/protocol.js';
import { judge } from './judge.js';
import { list, range } from './list.js';
import type { CallContext } from './main.js';
import { begin, close, open } from './sessions.js';

type Handlers = {
  readonly [Name in CallName]: (
    ask: Calls[Name]['ask'],
    context: CallContext<Name>,
  ) => Promise<Calls[Name]['answer']>;
};

/**
 * The function that answers each call. An error that it throws goes to the caller. Modules that the editor's start does not
 * need are loaded on demand.
 */
export const HANDLERS: Handlers = {
  begin,
  open,
  close,
  list,
  range,
  judge,
  detail: async (ask) => (await import('./detail.js')).detail(ask),
  bundle: async (ask) => (await import('./bundle.js')).bundle(ask),
  blame: async (ask, context) => (await import('./blame.js')).blame(ask, context),
  discover: async (ask) => (await import('./discover.js')).discover(ask),
  policyInForce: async (ask) => (await import('./policy.js')).policyInForce(ask),
  proposePolicy: async (ask, context) => (await import('./policy.js')).proposePolicy(ask, context),
  explainPolicy: async (ask) => (await import('./policy.js')).explainPolicy(ask),
  verifyExtension: async (ask, context) =>
    (await import('./verify-extension.js')).verifyExtension(ask, context),
};
