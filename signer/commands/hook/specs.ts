import type { CommandSpec } from '../../options/spec.js';
import { HOOK_KINDS } from './kinds.js';

const ABOUT = [
  'pre-push, in your repository, judges what you push before it leaves. pre-receive and update, on the server, judge what arrives, by the policy of its default branch before the push.',
];

/** `waxseal hook install`. */
export const HOOK_INSTALL = {
  name: 'hook install',
  summary: 'refuse pushes that do not hold, where they leave or arrive',
  operands: 'pre-push|pre-receive|update [-- OPTIONS]',
  operandWords: HOOK_KINDS,
  about: ABOUT,
  options: {
    force: {
      type: 'boolean',
      help: 'replace a hook that is there; it is kept beside and "remove" puts it back',
    },
  },
  notes: [
    'OPTIONS are those of "waxseal help verify" that say who may sign, as --any-signer or --policy FILE.',
    'git runs "waxseal hook run HOOK [OPTIONS] -- ..."; call the same from a hook of your own.',
  ],
} as const satisfies CommandSpec;

/** `waxseal hook remove`. */
export const HOOK_REMOVE = {
  name: 'hook remove',
  summary: 'take the hook away, and put back what was there before',
  operands: 'pre-push|pre-receive|update',
  operandWords: HOOK_KINDS,
  options: {},
} as const satisfies CommandSpec;
