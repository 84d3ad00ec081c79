import type { CallName, Calls } from '../service/protocol.js';
import { blame } from './blame.js';
import { bundle } from './bundle.js';
import { detail } from './detail.js';
import { discover } from './discover.js';
import { judge } from './judge.js';
import { list, range } from './list.js';
import type { CallContext } from './main.js';
import { explainPolicy, policyInForce, proposePolicy } from './policy.js';
import { open } from './sessions.js';
import { verifyExtension } from './verify-extension.js';

/** What answers each call. What they throw is told to the caller. */
export const HANDLERS: {
  readonly [Name in CallName]: (
    ask: Calls[Name]['ask'],
    context: CallContext<Name>,
  ) => Promise<Calls[Name]['answer']>;
} = {
  open,
  list,
  range,
  judge,
  detail,
  bundle,
  blame,
  discover,
  policyInForce,
  proposePolicy,
  explainPolicy,
  verifyExtension,
};
