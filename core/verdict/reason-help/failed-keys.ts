import type { ReasonHelp } from './types.js';

const AGAIN = 'the signature is damaged or forged: have the object signed again';
const STOLEN = 'do not accept it: the key may be in other hands; ask its owner';

/** Faults of signatures made with long-lived SSH and OpenPGP keys. */
export const FAILED_KEY_HELP = {
  SSH_SIGNATURE_MALFORMED: { title: 'The SSH signature is not well formed', todo: AGAIN },
  SSH_NAMESPACE_WRONG: {
    title: 'The SSH signature was made for something else than git',
    todo: 'do not accept it: it may have been taken from another place',
  },
  SSH_KEY_WEAK: {
    title: 'The SSH key is too weak',
    todo: 'have the object signed again with an Ed25519 key, or RSA of at least 2048 bits',
  },
  SSH_KEY_REVOKED: { title: 'The SSH key is revoked', todo: STOLEN },
  SSH_CERTIFICATE_MALFORMED: { title: 'The SSH certificate is not well formed', todo: AGAIN },
  SSH_CERTIFICATE_SIGNATURE_WRONG: {
    title: 'The SSH authority did not issue this certificate',
    todo: 'do not accept it: the certificate is forged or damaged',
  },
  OPENPGP_SIGNATURE_MALFORMED: { title: 'The OpenPGP signature is not well formed', todo: AGAIN },
  OPENPGP_SIGNATURE_COUNT: {
    title: 'There is not exactly one OpenPGP signature',
    todo: 'have the object signed again, by one key',
  },
  OPENPGP_SIGNATURE_EXPIRED: {
    title: 'The OpenPGP signature has expired',
    todo: 'have the object signed again: whoever made the signature said until when it counts',
  },
  OPENPGP_KEY_REVOKED: { title: 'The OpenPGP key is revoked', todo: STOLEN },
} as const satisfies Readonly<Record<string, ReasonHelp>>;
