import type { NotMadeReason } from '../../codes/index.js';
import type { ReasonHelp } from './types.js';

const OTHER_SIGSTORE =
  'update the trusted root (waxseal trust update); a signature from another Sigstore needs that one’s: --trusted-root FILE';
const BUNDLE_AGAIN = 'get the whole bundle from its source: in this one, a part of the log entry is missing';
const LEFT_OUT = 'have it signed again, with a client that stores the whole log entry in the signature';

/** Something is missing; nothing is wrong. */
export const NOT_MADE_HELP: Readonly<Record<NotMadeReason, ReasonHelp>> = {
  OBJECT_NOT_READ: {
    title: 'The object is not here, or is too large to be read',
    todo: 'fetch it: a shallow or partial clone leaves objects out (git fetch --unshallow, git fetch --refetch)',
  },
  ALGORITHM_NOT_SUPPORTED: {
    title: 'An algorithm is used that is not verified here',
    todo: 'use a newer waxseal, or have it signed again with a current algorithm; the name of the check says where it is used',
  },
  CHAIN_NO_TRUSTED_AUTHORITY: {
    title: 'No trusted authority issued the certificate',
    todo: OTHER_SIGSTORE,
    of: { x509: 'name the root of an authority you trust in waxseal.x509Roots' },
  },
  SCT_MISSING: {
    title: 'No certificate log vouches for the certificate',
    todo: 'have the object signed again: certificates from before June 2022, or of a Fulcio without certificate log, carry no SCT',
  },
  SCT_LOG_UNKNOWN: { title: 'The certificate log is not in the trusted root', todo: OTHER_SIGSTORE },
  LOG_ENTRY_NOT_EMBEDDED: {
    title: 'The signature does not carry its log entry',
    todo: 'the log entry can be looked up: waxseal verify --online, or git config waxseal.verifyOnline true',
  },
  LOG_ENTRY_NOT_FOUND: {
    title: 'The log was asked and has no such entry',
    todo: 'check that it is the log the signer used (waxseal.rekor); without an entry have the object signed again',
  },
  LOG_LOOKUP_FAILED: {
    title: 'The log could not be asked',
    todo: 'try again when the network and the log can be reached; the detail says what failed',
  },
  LOG_UNKNOWN: { title: 'The log is not in the trusted root', todo: OTHER_SIGSTORE },
  SET_MISSING: {
    title: 'The log entry has no signed promise of the log (SET)',
    todo: LEFT_OUT,
    of: { blob: BUNDLE_AGAIN },
  },
  INCLUSION_PROOF_MISSING: {
    title: 'The log entry has no proof that it is in the log',
    todo: LEFT_OUT,
    of: { blob: BUNDLE_AGAIN },
  },
  TIMESTAMP_AUTHORITY_UNKNOWN: {
    title: 'The timestamp authority is not in the trusted root',
    todo: OTHER_SIGSTORE,
    of: { x509: 'name the root of the timestamp authority in waxseal.x509Roots, if you trust it' },
  },
  TIME_NOT_PROVEN: {
    title: 'Nothing proves when the signature was made',
    todo: 'have it signed with a log that states the time (Rekor v1) or with a timestamp authority (waxseal.timestampServerURL)',
    of: {
      x509: 'have it signed again while the certificate is valid, with an RFC 3161 timestamp, which lasts; check this computer’s clock',
    },
  },
  SIGNER_NOT_STATED: {
    title: 'Nobody said whether this signer may sign',
    todo: 'say who may sign (.waxseal.yaml, or verify --certificate-identity, --certificate-oidc-issuer) or take anybody (--any-signer)',
    of: {
      blob: 'say who may sign (--certificate-identity, --certificate-oidc-issuer) or take anybody (--any-signer)',
      image:
        'say who may sign (--certificate-identity, --certificate-oidc-issuer, --key) or take anybody (--any-signer)',
      ssh: 'list the key in the file of gpg.ssh.allowedSignersFile or take anybody (--any-signer)',
      openpgp: 'trust the key (gpg --edit-key KEY trust) or take anybody (--any-signer)',
      x509: 'name the root of an authority you trust in waxseal.x509Roots or take anybody (--any-signer)',
    },
  },
  POLICY_CANNOT_ANSWER: {
    title: 'The policy has a rule for this object, but the rule cannot be applied',
    todo: 'waxseal policy explain REV says why: fetch what is missing (git fetch --unshallow), give --branch NAME, or let a maintainer change the rules',
  },
  SSH_ALLOWED_SIGNERS_TOO_LARGE: {
    title: 'To match the key with the allowed signers file takes too much work',
    todo: 'shorten the file of gpg.ssh.allowedSignersFile: fewer lines, or fewer names and patterns in the lines for this key',
  },
  SSH_ALLOWED_SIGNERS_UNREADABLE: {
    title: 'The allowed signers file cannot be read',
    todo: 'correct gpg.ssh.allowedSignersFile, or unset it',
  },
  SSH_REVOCATION_UNREADABLE: {
    title: 'The list of revoked SSH keys cannot be read',
    todo: 'correct gpg.ssh.revocationFile, or unset it',
  },
  OPENPGP_NO_PROGRAM: {
    title: 'There is no gpg to verify OpenPGP signatures with',
    todo: 'install GnuPG, or name it with git config --global gpg.program',
  },
  OPENPGP_CHECK_FAILED: {
    title: 'gpg gave no answer',
    todo: 'run git verify-commit with the same object and see what gpg says',
    of: { tag: 'run git verify-tag with the same tag and see what gpg says' },
  },
  OPENPGP_KEY_MISSING: {
    title: 'The OpenPGP key is not in your keyring',
    todo: 'get the key from its owner and import it: gpg --import FILE',
  },
  OPENPGP_KEY_EXPIRED: {
    title: 'The OpenPGP key has expired',
    todo: 'get the key from its owner again, who may have prolonged it: gpg --refresh-keys KEY',
  },
  DIGEST_ALGORITHM_OUTDATED: {
    title: 'The digest algorithm is no longer trusted for signatures',
    todo: 'have the object signed again with SHA-256 or better',
  },
  BUNDLE_VERSION_NOT_SUPPORTED: {
    title: 'The bundle has a version that is not known',
    todo: 'use a newer waxseal, or have the bundle written as version 0.3',
  },
  PAYLOAD_TYPE_NOT_SUPPORTED: {
    title: 'The envelope holds something other than an in-toto statement',
    todo: 'verify the file with its own bundle, not with one about something else',
  },
  ARTIFACT_NOT_GIVEN: {
    title: 'Only a digest of the file is known, and this check needs more',
    todo: 'give the file itself; the detail says whether another digest would do',
  },
  PUBLIC_KEY_NOT_GIVEN: {
    title: 'The bundle is signed with a key that is not known here',
    todo: 'give the signer’s public key with --key FILE',
  },
  ATTACHMENT_NOT_READ: {
    title: 'Something that is attached to the image could not be read',
    todo: 'try again, or ask who runs the registry: it lists the manifest and does not give its content',
  },
  LOG_ENTRY_MISSING: {
    title: 'The bundle carries no log entry',
    todo: 'have the file signed again with the log switched on',
    of: {
      image:
        'have the image signed again with the log switched on; where a key alone is enough, --insecure-ignore-tlog says so',
    },
  },
  TIMESTAMP_MISSING: {
    title: 'The signature carries no timestamp',
    todo: 'have it signed again with a timestamp authority: without a log entry only a timestamp proves the time',
  },
  CERTIFICATE_ISSUER_MISSING: {
    title: 'The certificate does not say who vouched for the signer',
    todo: 'have it signed again with an identity provider: the authority’s profile requires an issuer',
  },
  NOT_REQUIRED: {
    title: 'The authority does not bring this evidence',
    todo: 'nothing: the trusted root names the authority, and its profile asks for other evidence',
  },
  CHECK_WAIVED: {
    title: 'A flag took this check away',
    todo: 'leave the --insecure-ignore flag out; with it, only an identity or a key that you name makes the answer yes',
  },
  TAG_NAME_UNREADABLE: {
    title: 'The name inside the tag object cannot be read',
    todo: 'git fsck says what is wrong; have the tag made anew with git tag -s',
  },
  NEEDS_EARLIER_CHECK: {
    title: 'An earlier check gave no answer',
    todo: 'see the check named first',
  },
};
