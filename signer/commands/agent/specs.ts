import { TEXT_OR_JSON } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal login`. */
export const LOGIN = {
  name: 'login',
  summary: 'sign in now',
  about: [
    'Signs in, and keeps the key and its certificate in an agent that ends itself, so that git can sign for about ten minutes without asking. The first signature does the same. waxseal.agent = false makes every signature sign in by itself.',
  ],
  options: {
    agree: {
      type: 'boolean',
      help: 'agree to publish this identity for ever in the logs (docs/privacy.md); otherwise you are asked once',
    },
    'forget-consent': {
      type: 'boolean',
      help: 'take back what was agreed to; what was published stays',
    },
  },
} as const satisfies CommandSpec;

/** `waxseal logout`. */
export const LOGOUT = {
  name: 'logout',
  summary: 'sign out of everything',
  about: ['Ends the agent, and its keys with it.'],
  options: {},
} as const satisfies CommandSpec;

/** `waxseal status`. */
export const STATUS = {
  name: 'status',
  summary: 'who is signed in, and what a signature would publish',
  options: {
    explain: {
      type: 'boolean',
      help: 'where an identity would come from, and why from nowhere else',
    },
    format: TEXT_OR_JSON,
  },
} as const satisfies CommandSpec;
