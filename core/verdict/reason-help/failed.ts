import type { FailedReason } from '../../codes/index.js';
import { FAILED_KEY_HELP } from './failed-keys.js';
import type { ReasonHelp } from './types.js';

const CHANGED = 'the object or its signature was changed after signing: get it again from its source';
const NOT_TOGETHER =
  'give the file and the bundle that belong together, and the right --key where one is needed; else do not accept it';
const OF_ANOTHER_IMAGE =
  'do not accept it because of this one: it was made for another image and attached to this one';
const NOT_WITH_THIS_KEY =
  'give the key of the signer (--key), and the hash that they used (--signature-digest-algorithm); else do not accept it';
const DAMAGED = 'the signature is damaged or forged: have the object signed again';
const NOT_FOR_SIGNING = 'do not accept it: no sound authority issues such certificates for signing';
const FORGED_LOG = 'do not accept it: a log does not say this of a sound signature';

type ReasonOfKeys = keyof typeof FAILED_KEY_HELP;

const HELP: Readonly<Record<Exclude<FailedReason, ReasonOfKeys>, ReasonHelp>> = {
  OBJECT_MALFORMED: {
    title: 'The object is not a well-formed commit or tag',
    todo: 'git fsck says what is wrong; get the object again from its source',
  },
  UNSIGNED_TEXT: {
    title: 'The object holds text that its signature does not cover',
    todo: 'do not accept it: somebody changed the object after it was signed; get it again from its source',
  },
  DUPLICATE_SIGNATURE_HEADER: {
    title: 'The commit has more than one signature header',
    todo: 'do not accept it: programs differ in which of them they verify',
  },
  ARMOR_MALFORMED: { title: 'The armor of the signature is not well formed', todo: DAMAGED },
  CMS_MALFORMED: { title: 'The signature is not well-formed CMS', todo: DAMAGED },
  CMS_TRAILING_DATA: { title: 'Something follows the signature', todo: DAMAGED },
  CMS_NOT_DETACHED: { title: 'The signature brings its own content along', todo: DAMAGED },
  CMS_SIGNER_COUNT: { title: 'The signature does not have exactly one signer', todo: DAMAGED },
  CMS_SIGNER_CERTIFICATE_MISSING: {
    title: 'The signature lacks the certificate of its signer',
    todo: DAMAGED,
  },
  CMS_ATTRIBUTE_DUPLICATE: { title: 'The signature states an attribute twice', todo: DAMAGED },
  CMS_CONTENT_TYPE_WRONG: { title: 'The signature is over another kind of content', todo: DAMAGED },
  BUNDLE_MALFORMED: { title: 'The bundle is not well formed', todo: 'get the bundle again from its source' },
  ATTACHMENT_MALFORMED: {
    title: 'What is attached to the image is not a well-formed signature or attestation',
    todo: 'have the image signed again with a current cosign; do not accept it because of this one',
  },
  STATEMENT_MALFORMED: {
    title: 'The attestation is not a well-formed in-toto statement',
    todo: 'get the bundle again from its source',
  },
  STATEMENT_SUBJECT_MISMATCH: {
    title: 'The attestation is about other files',
    todo: 'give the bundle that belongs to this file',
    of: { image: OF_ANOTHER_IMAGE },
  },
  DIGEST_ALGORITHM_WEAK: {
    title: 'The signature rests on a broken digest algorithm',
    todo: 'have the object signed again with SHA-256 or better',
  },
  PAYLOAD_DIGEST_MISMATCH: {
    title: 'The object is not the one that was signed',
    todo: CHANGED,
    of: { blob: NOT_TOGETHER, image: OF_ANOTHER_IMAGE },
  },
  SIGNATURE_WRONG: {
    title: 'The signature does not match the key',
    todo: CHANGED,
    of: { blob: NOT_TOGETHER, image: NOT_WITH_THIS_KEY },
  },
  PUBLIC_KEY_NOT_EXPECTED: {
    title: 'The bundle is signed with a certificate, not with a bare key',
    todo: 'leave --key out, and say who may sign (--certificate-identity, --certificate-oidc-issuer)',
  },
  LOG_ENTRY_MALFORMED: { title: 'The log entry is not well formed', todo: DAMAGED },
  LOG_ENTRY_KIND_UNSUPPORTED: { title: 'The log entry is of another kind', todo: DAMAGED },
  LOG_ENTRY_DIGEST_MISMATCH: { title: 'The log entry is about another object', todo: FORGED_LOG },
  LOG_ENTRY_SIGNATURE_MISMATCH: { title: 'The log entry is about another signature', todo: FORGED_LOG },
  LOG_ENTRY_CERTIFICATE_MISMATCH: {
    title: 'The log entry names another certificate',
    todo: FORGED_LOG,
  },
  LOG_ENTRY_KEY_MISMATCH: { title: 'The log entry names another key', todo: FORGED_LOG },
  LOG_OUTSIDE_VALIDITY: {
    title: 'The entry is from a time at which the log was not trusted',
    todo: FORGED_LOG,
  },
  SET_WRONG: { title: 'The promise of the log (SET) does not hold', todo: FORGED_LOG },
  INCLUSION_PROOF_WRONG: { title: 'The proof that the entry is in the log does not hold', todo: FORGED_LOG },
  CHECKPOINT_MALFORMED: { title: 'The checkpoint of the log is not well formed', todo: FORGED_LOG },
  CHECKPOINT_SIGNATURE_WRONG: { title: 'The log did not sign this checkpoint', todo: FORGED_LOG },
  CHECKPOINT_ORIGIN_WRONG: { title: 'The checkpoint is of another log', todo: FORGED_LOG },
  CHECKPOINT_ROOT_MISMATCH: { title: 'Checkpoint and proof are of different trees', todo: FORGED_LOG },
  TIMESTAMP_MALFORMED: { title: 'The timestamp is not well formed', todo: DAMAGED },
  TIMESTAMP_IMPRINT_MISMATCH: { title: 'The timestamp is of another signature', todo: DAMAGED },
  TIMESTAMP_SIGNATURE_WRONG: { title: 'The authority did not make this timestamp', todo: DAMAGED },
  TIMESTAMP_CERTIFICATE: { title: 'The certificate may not make timestamps', todo: DAMAGED },
  TIME_OUTSIDE_CERTIFICATE: {
    title: 'It was signed while the certificate was not valid',
    todo: 'do not accept it: outside that time the key may be in anybody’s hands; have the object signed again',
  },
  CERTIFICATE_MALFORMED: { title: 'The certificate is not well formed', todo: NOT_FOR_SIGNING },
  CERTIFICATE_IS_CA: { title: 'The certificate is of an authority, not of a signer', todo: NOT_FOR_SIGNING },
  CERTIFICATE_KEY_USAGE: { title: 'The certificate is not for signatures', todo: NOT_FOR_SIGNING },
  CERTIFICATE_NOT_CODE_SIGNING: { title: 'The certificate is not for signing code', todo: NOT_FOR_SIGNING },
  CERTIFICATE_CRITICAL_EXTENSION: {
    title: 'The certificate demands something that is not understood',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_SAN_COUNT: { title: 'The certificate does not name exactly one signer', todo: NOT_FOR_SIGNING },
  CERTIFICATE_SAN_UNSUPPORTED: {
    title: 'The certificate names its signer in an unknown way',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_KEY_UNSUPPORTED: {
    title: 'The key of the certificate is not supported',
    todo: 'have the object signed again with a key of a supported kind: the detail names the one that was used',
  },
  CHAIN_SIGNATURE_WRONG: { title: 'The authority did not issue this certificate', todo: NOT_FOR_SIGNING },
  CHAIN_CONSTRAINT: { title: 'The authority may not issue such a certificate', todo: NOT_FOR_SIGNING },
  CHAIN_NOT_VALID_AT_TIME: {
    title: 'A certificate of the chain was not valid at that time',
    todo: 'do not accept it; have the object signed again',
  },
  SCT_MALFORMED: { title: 'The SCT in the certificate is not well formed', todo: NOT_FOR_SIGNING },
  SCT_SIGNATURE_WRONG: {
    title: 'The certificate log did not make this SCT for this certificate',
    todo: NOT_FOR_SIGNING,
  },
  SCT_OUTSIDE_LOG_VALIDITY: {
    title: 'The SCT is from a time at which the certificate log was not trusted',
    todo: NOT_FOR_SIGNING,
  },
};

/** The evidence is there and wrong. */
export const FAILED_HELP: Readonly<Record<FailedReason, ReasonHelp>> = { ...HELP, ...FAILED_KEY_HELP };
