/** The steps of a verdict, in the order they are shown. */
export const CHECK_NAMES = [
  'structure',
  'payload-digest',
  'signature',
  'certificate',
  'chain',
  'sct',
  'log-entry',
  'set',
  'inclusion',
  'checkpoint',
  'timestamp',
  'time',
  'revocation',
  'signer',
] as const;

/** One step of a verdict. */
export type CheckName = (typeof CHECK_NAMES)[number];

/** Why a step could not be made: nothing is wrong, something is missing. An object with only these is `incomplete`. */
export type NotMadeReason =
  | 'NOT_SIGSTORE_CMS'
  | 'SIGNATURE_KIND_NOT_SUPPORTED'
  | 'ALGORITHM_NOT_SUPPORTED'
  | 'CHAIN_NO_TRUSTED_AUTHORITY'
  | 'SCT_MISSING'
  | 'SCT_LOG_UNKNOWN'
  | 'LOG_ENTRY_NOT_EMBEDDED'
  | 'LOG_ENTRY_NOT_FOUND'
  | 'LOG_LOOKUP_FAILED'
  | 'LOG_UNKNOWN'
  | 'SET_MISSING'
  | 'INCLUSION_PROOF_MISSING'
  | 'CHECKPOINT_KEY_UNKNOWN'
  | 'TIMESTAMP_AUTHORITY_UNKNOWN'
  | 'TIME_NOT_PROVEN'
  | 'SIGNER_NOT_STATED'
  | 'SSH_REVOCATION_UNREADABLE'
  | 'OPENPGP_NO_PROGRAM'
  | 'OPENPGP_CHECK_FAILED'
  | 'OPENPGP_KEY_MISSING'
  | 'OPENPGP_KEY_EXPIRED'
  | 'NEEDS_EARLIER_CHECK';

/** Why a step failed: the evidence is there and it is wrong. An object with one of these is `invalid`. */
export type FailedReason =
  | 'OBJECT_MALFORMED'
  | 'DUPLICATE_SIGNATURE_HEADER'
  | 'ARMOR_MALFORMED'
  | 'CMS_MALFORMED'
  | 'CMS_TRAILING_DATA'
  | 'CMS_NOT_DETACHED'
  | 'CMS_SIGNER_COUNT'
  | 'CMS_SIGNER_CERTIFICATE_MISSING'
  | 'CMS_ATTRIBUTE_DUPLICATE'
  | 'CMS_CONTENT_TYPE_WRONG'
  | 'DIGEST_ALGORITHM_WEAK'
  | 'PAYLOAD_DIGEST_MISMATCH'
  | 'SIGNATURE_WRONG'
  | 'CERTIFICATE_MALFORMED'
  | 'CERTIFICATE_IS_CA'
  | 'CERTIFICATE_KEY_USAGE'
  | 'CERTIFICATE_NOT_CODE_SIGNING'
  | 'CERTIFICATE_CRITICAL_EXTENSION'
  | 'CERTIFICATE_SAN_COUNT'
  | 'CERTIFICATE_SAN_UNSUPPORTED'
  | 'CERTIFICATE_ISSUER_MISSING'
  | 'CERTIFICATE_KEY_UNSUPPORTED'
  | 'CHAIN_SIGNATURE_WRONG'
  | 'CHAIN_CONSTRAINT'
  | 'CHAIN_NOT_VALID_AT_TIME'
  | 'SCT_MALFORMED'
  | 'SCT_SIGNATURE_WRONG'
  | 'SCT_OUTSIDE_LOG_VALIDITY'
  | 'LOG_ENTRY_MALFORMED'
  | 'LOG_ENTRY_KIND_UNSUPPORTED'
  | 'LOG_ENTRY_DIGEST_MISMATCH'
  | 'LOG_ENTRY_SIGNATURE_MISMATCH'
  | 'LOG_ENTRY_CERTIFICATE_MISMATCH'
  | 'LOG_OUTSIDE_VALIDITY'
  | 'SET_WRONG'
  | 'INCLUSION_PROOF_WRONG'
  | 'CHECKPOINT_MALFORMED'
  | 'CHECKPOINT_SIGNATURE_WRONG'
  | 'CHECKPOINT_ORIGIN_WRONG'
  | 'CHECKPOINT_ROOT_MISMATCH'
  | 'TIMESTAMP_MALFORMED'
  | 'TIMESTAMP_IMPRINT_MISMATCH'
  | 'TIMESTAMP_SIGNATURE_WRONG'
  | 'TIMESTAMP_CERTIFICATE'
  | 'TIME_OUTSIDE_CERTIFICATE'
  | 'SSH_SIGNATURE_MALFORMED'
  | 'SSH_NAMESPACE_WRONG'
  | 'SSH_KEY_WEAK'
  | 'SSH_KEY_REVOKED'
  | 'SSH_CERTIFICATE_MALFORMED'
  | 'SSH_CERTIFICATE_SIGNATURE_WRONG'
  | 'OPENPGP_SIGNATURE_MALFORMED'
  | 'OPENPGP_SIGNATURE_COUNT'
  | 'OPENPGP_SIGNATURE_EXPIRED'
  | 'OPENPGP_KEY_REVOKED';

/** Why a policy refuses a sound signature: not a fault of the cryptography. An object with one of these is `refused`. */
export type PolicyReason = 'SIGNER_NOT_ALLOWED';

/** Every reason a check can give. */
export type ReasonCode = NotMadeReason | FailedReason | PolicyReason;
