import { ANY_SIGNER, FORMAT, OFFLINE, TRUSTED_ROOT } from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection, WHO_MAY_SIGN } from '../../options/identity.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal verify-blob`. */
export const VERIFY_BLOB = {
  name: 'verify-blob',
  summary: 'check a file against a Sigstore bundle',
  operands: 'FILE --bundle BUNDLE',
  about: [
    'FILE is the artifact, - for standard input, or a digest: sha256:HEX, sha384:HEX or sha512:HEX. A digest is enough for an attestation, and for a signature over that digest (ECDSA, RSA, Ed25519ph). Plain Ed25519 signs the bytes themselves and needs the file.',
    "BUNDLE is a file with one Sigstore bundle (version 0.1 to 0.3, with a message signature or an in-toto attestation), with several as JSON lines, or with the answer of npm's registry or GitHub's API. Every bundle is checked, and all must hold.",
  ],
  options: {
    bundle: { type: 'string', value: 'FILE', help: 'the file with the bundle or bundles (required)' },
    ...IDENTITY_OPTIONS,
    key: {
      type: 'string',
      value: 'FILE',
      help: 'the public key (PEM), for a bundle without a certificate',
    },
    'any-signer': ANY_SIGNER,
    'use-signed-timestamps': { type: 'boolean', help: 'require a timestamp as well' },
    'insecure-ignore-tlog': {
      type: 'boolean',
      help: 'do not require a log entry; a certificate then needs a timestamp',
    },
    'insecure-ignore-sct': { type: 'boolean', help: 'do not require an SCT of the certificate log' },
    offline: { ...OFFLINE, help: 'ask no server: what is done anyway (cosign has this flag)' },
    'trusted-root': TRUSTED_ROOT,
    format: FORMAT,
    quiet: { type: 'boolean', short: 'q', help: 'write nothing; the exit status is the answer' },
  },
  sections: [
    { options: ['bundle'] },
    identitySection(WHO_MAY_SIGN, 'key', 'any-signer'),
    {
      title:
        'What is required (by default: what the profile of the authority says, see waxseal trust show). The names are cosign’s:',
      options: ['use-signed-timestamps', 'insecure-ignore-tlog', 'insecure-ignore-sct'],
      notes: [
        'A check that is ignored is shown as not made. The outcome is then at most valid, and exit status 0 needs an identity or a key.',
      ],
    },
    { options: ['offline', 'trusted-root', 'format', 'quiet'] },
  ],
  statuses: '0 every bundle holds, 1 one does not, 2 no answer',
} as const satisfies CommandSpec;
