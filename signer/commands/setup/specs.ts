import type { CommandSpec } from '../../options/spec.js';

/** `waxseal setup`. */
export const SETUP = {
  name: 'setup',
  summary: 'make git sign with waxseal; --remove undoes it',
  operands: '[--global] [--sign-all]',
  options: {
    global: { type: 'boolean', help: 'for all your repositories, not only this one' },
    'sign-all': { type: 'boolean', help: 'sign every commit and tag without being asked' },
    instance: {
      type: 'string',
      value: 'FILE|URL',
      help: 'use another Sigstore: a trust configuration (ClientTrustConfig), a trusted_root.json, a directory with trusted_root.json and signing_config.v0.2.json, or (with --instance-root root.json) a TUF mirror',
    },
    'instance-root': { type: 'string', value: 'FILE', help: 'the root.json of the TUF mirror' },
    identity: { type: 'string', value: 'ID', help: 'your identity, to be recorded as trusted, and' },
    issuer: {
      type: 'string',
      value: 'URL',
      help: 'who vouches for it; without them the identity of your first signature is recorded',
    },
    agree: {
      type: 'boolean',
      help: 'agree now to what signatures publish for ever (docs/privacy.md), for whoever signs in here',
    },
    remove: { type: 'boolean', help: 'put back what was configured before' },
  },
} as const satisfies CommandSpec;
