import { HOOK_KINDS } from '../../../inspect/push/kinds.js';
import type { CommandSpec } from '../../options/spec.js';

const ABOUT = [
  'HOOK is pre-push, pre-receive or update. pre-push runs in your repository and checks what you push. pre-receive and update run on the server and check what arrives; there the policy of the default branch counts, as it was before the push.',
];

/** `waxseal hook install`. */
export const HOOK_INSTALL = {
  name: 'hook install',
  summary: 'install a hook that refuses pushes whose signatures do not hold',
  operands: 'HOOK [-- OPTIONS]',
  operandWords: HOOK_KINDS,
  about: ABOUT,
  options: {
    force: {
      type: 'boolean',
      help: 'replace a hook that exists; a copy is kept, and "waxseal hook remove" puts it back',
    },
    everywhere: {
      type: 'boolean',
      help: 'also where core.hooksPath names one directory for all your repositories',
    },
  },
  notes: [
    'OPTIONS are the options of "waxseal verify" that say who may sign, such as --any-signer or --policy FILE.',
    'To check from a hook of your own, call "waxseal hook run HOOK [OPTIONS] -- ..." in it (docs/hooks.md).',
  ],
} as const satisfies CommandSpec;

/** `waxseal hook remove`. */
export const HOOK_REMOVE = {
  name: 'hook remove',
  summary: 'remove the hook, and put back the one that it replaced',
  operands: 'HOOK',
  operandWords: HOOK_KINDS,
  options: {},
} as const satisfies CommandSpec;
