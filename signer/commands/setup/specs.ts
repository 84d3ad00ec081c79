import type { CommandSpec } from '../../options/spec.js';

/** `waxseal setup`. */
export const SETUP = {
  name: 'setup',
  summary: 'make git sign with waxseal; --remove undoes it',
  options: {
    global: { type: 'boolean', help: 'set up all your repositories, not only this one' },
    'sign-all': { type: 'boolean', help: 'make git sign every commit and tag' },
    instance: {
      type: 'string',
      value: 'FILE|URL',
      help: 'use another Sigstore instance: a trust configuration (ClientTrustConfig), a trusted_root.json, a directory with trusted_root.json and signing_config.v0.2.json, or a TUF mirror (with --instance-root)',
    },
    'instance-root': { type: 'string', value: 'FILE', help: 'the root.json of the TUF mirror' },
    identity: {
      type: 'string',
      value: 'ID',
      help: 'record this identity as yours and trusted; needs --issuer',
    },
    issuer: {
      type: 'string',
      value: 'URL',
      help: 'the issuer of that identity; without both options, the identity of your first signature is recorded',
    },
    agree: {
      type: 'boolean',
      help: 'agree now to what signatures publish for ever (docs/privacy.md), for everybody who signs in here',
    },
    remove: { type: 'boolean', help: 'put back the settings from before' },
  },
} as const satisfies CommandSpec;
