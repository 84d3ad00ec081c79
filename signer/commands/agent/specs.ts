import { TEXT_OR_JSON } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal login`. */
export const LOGIN = {
  name: 'login',
  summary: 'sign in now',
  about: [
    'Signs in and starts an agent, which keeps the key and its certificate. git can then sign for about ten minutes without asking again. The agent ends by itself when it is no longer needed. The first signature does the same. With waxseal.agent=false there is no agent, and every signature signs in by itself.',
  ],
  options: {
    agree: {
      type: 'boolean',
      help: 'agree that this identity is published in the logs for ever (docs/privacy.md); without it you are asked once',
    },
    for: {
      type: 'string',
      value: 'ADDRESS',
      help: 'let the identity that signs in sign for this committer, whose address is another one',
    },
    'forget-consent': {
      type: 'boolean',
      help: 'withdraw every agreement to publish; what is published already stays',
    },
  },
} as const satisfies CommandSpec;

/** `waxseal logout`. */
export const LOGOUT = {
  name: 'logout',
  summary: 'sign out: end the agent and its keys',
  options: {},
} as const satisfies CommandSpec;

/** `waxseal status`. */
export const STATUS = {
  name: 'status',
  summary: 'show who is signed in, and what a signature would publish',
  options: {
    explain: {
      type: 'boolean',
      help: 'say where an identity would come from, and why not from the other places',
    },
    format: TEXT_OR_JSON,
  },
} as const satisfies CommandSpec;
