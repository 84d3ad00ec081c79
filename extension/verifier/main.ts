import type { Handlers } from '../frame/thread/protocol.js';
import { serve } from '../frame/thread/serve.js';
import { judge } from '../signatures/thread/judge.js';
import { list, range } from '../signatures/thread/list.js';
import { begin, close, open } from '../signatures/thread/sessions.js';
import type { VerifierCalls } from './calls.js';

/** What the editor's start does not need is loaded on demand. */
const HANDLERS: Handlers<VerifierCalls> = {
  begin,
  open,
  close,
  list,
  range,
  judge,
  detail: async (ask) => (await import('../signatures/thread/detail.js')).detail(ask),
  bundle: async (ask) => (await import('../signatures/thread/bundle.js')).bundle(ask),
  blame: async (ask, context) => (await import('../signatures/thread/blame.js')).blame(ask, context),
  discover: async (ask) => (await import('../signatures/thread/discover.js')).discover(ask),
  policyInForce: async (ask) => (await import('../policy/handlers.js')).policyInForce(ask),
  proposePolicy: async (ask, context) => (await import('../policy/handlers.js')).proposePolicy(ask, context),
  explainPolicy: async (ask) => (await import('../policy/handlers.js')).explainPolicy(ask),
  verifyExtension: async (ask, context) =>
    (await import('../installation/handlers.js')).verifyExtension(ask, context),
};

serve(HANDLERS);
