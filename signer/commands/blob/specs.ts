import { ANY_SIGNER, FORMAT, TRUSTED_ROOT } from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection, WHO_MAY_SIGN } from '../../options/identity.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal verify-blob`. */
export const VERIFY_BLOB = {
  name: 'verify-blob',
  summary: 'does a Sigstore bundle vouch for this file?',
  operands: 'FILE --bundle B',
  about: [
    'FILE is the artifact, - for standard input, or its digest: sha256:HEX, sha384:HEX or sha512:HEX. A digest does for an attestation, and for a signature over that digest (ECDSA and RSA keys, Ed25519ph); plain Ed25519 signs the bytes themselves: give the file.',
    "B is a Sigstore bundle, version 0.1 to 0.3, with a message signature or an in-toto attestation; JSON lines of several; or the answer of npm's registry or GitHub's API. Each bundle is judged, and all must hold.",
  ],
  options: {
    bundle: { type: 'string', value: 'FILE', help: 'the bundle, or several' },
    ...IDENTITY_OPTIONS,
    key: {
      type: 'string',
      value: 'FILE',
      help: 'the public key (PEM) of a bundle that is signed without certificate',
    },
    'any-signer': ANY_SIGNER,
    'use-signed-timestamps': { type: 'boolean', help: 'ask for a timestamp as well' },
    'insecure-ignore-tlog': {
      type: 'boolean',
      help: 'do not ask for a log entry; a certificate then needs a timestamp',
    },
    'insecure-ignore-sct': { type: 'boolean', help: 'do not ask for an SCT of the certificate log' },
    'trusted-root': TRUSTED_ROOT,
    format: FORMAT,
    quiet: { type: 'boolean', short: 'q', help: 'write nothing: the exit status is the answer' },
  },
  sections: [
    { options: ['bundle'] },
    identitySection(WHO_MAY_SIGN, 'key', 'any-signer'),
    {
      title:
        'What it must bring is said by the profile of the authority in the trusted root (waxseal trust show). As cosign has them:',
      options: ['use-signed-timestamps', 'insecure-ignore-tlog', 'insecure-ignore-sct'],
      notes: [
        'What is ignored is shown as not made. The answer is then valid at most, and exit status 0 needs an identity or a key.',
      ],
    },
    { options: ['trusted-root', 'format', 'quiet'] },
  ],
  statuses: '0 it holds, 1 it does not, 2 no answer',
} as const satisfies CommandSpec;
