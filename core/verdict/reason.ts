/** The checks of a verdict, in the order in which they are shown. */
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
  'name',
  'revocation',
  'signer',
] as const;

/** One check of a verdict. */
export type CheckName = (typeof CHECK_NAMES)[number];

/**
 * Why a check could not be made: nothing is wrong, but something is missing. An object with only these is `incomplete`. Two
 * reasons do not count: its authority does not bring this evidence (NOT_REQUIRED), or a flag took the check away
 * (CHECK_WAIVED).
 */
export type NotMadeReason =
  | 'OBJECT_NOT_READ'
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
  | 'TIMESTAMP_AUTHORITY_UNKNOWN'
  | 'TIME_NOT_PROVEN'
  | 'SIGNER_NOT_STATED'
  | 'POLICY_CANNOT_ANSWER'
  | 'SSH_ALLOWED_SIGNERS_TOO_LARGE'
  | 'SSH_ALLOWED_SIGNERS_UNREADABLE'
  | 'SSH_REVOCATION_UNREADABLE'
  | 'OPENPGP_NO_PROGRAM'
  | 'OPENPGP_CHECK_FAILED'
  | 'OPENPGP_KEY_MISSING'
  | 'OPENPGP_KEY_EXPIRED'
  | 'DIGEST_ALGORITHM_OUTDATED'
  | 'BUNDLE_VERSION_NOT_SUPPORTED'
  | 'PAYLOAD_TYPE_NOT_SUPPORTED'
  | 'ARTIFACT_NOT_GIVEN'
  | 'PUBLIC_KEY_NOT_GIVEN'
  | 'LOG_ENTRY_MISSING'
  | 'TIMESTAMP_MISSING'
  | 'CERTIFICATE_ISSUER_MISSING'
  | 'NOT_REQUIRED'
  | 'CHECK_WAIVED'
  | 'TAG_NAME_UNREADABLE'
  | 'NEEDS_EARLIER_CHECK';

/** Why a check failed: the evidence is there and wrong. An object with one of these is `invalid`. */
export type FailedReason =
  | 'OBJECT_MALFORMED'
  | 'DUPLICATE_SIGNATURE_HEADER'
  | 'UNSIGNED_TEXT'
  | 'ARMOR_MALFORMED'
  | 'CMS_MALFORMED'
  | 'CMS_TRAILING_DATA'
  | 'CMS_NOT_DETACHED'
  | 'CMS_SIGNER_COUNT'
  | 'CMS_SIGNER_CERTIFICATE_MISSING'
  | 'CMS_ATTRIBUTE_DUPLICATE'
  | 'CMS_CONTENT_TYPE_WRONG'
  | 'BUNDLE_MALFORMED'
  | 'STATEMENT_MALFORMED'
  | 'STATEMENT_SUBJECT_MISMATCH'
  | 'DIGEST_ALGORITHM_WEAK'
  | 'PAYLOAD_DIGEST_MISMATCH'
  | 'SIGNATURE_WRONG'
  | 'PUBLIC_KEY_NOT_EXPECTED'
  | 'CERTIFICATE_MALFORMED'
  | 'CERTIFICATE_IS_CA'
  | 'CERTIFICATE_KEY_USAGE'
  | 'CERTIFICATE_NOT_CODE_SIGNING'
  | 'CERTIFICATE_CRITICAL_EXTENSION'
  | 'CERTIFICATE_SAN_COUNT'
  | 'CERTIFICATE_SAN_UNSUPPORTED'
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
  | 'LOG_ENTRY_KEY_MISMATCH'
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

/**
 * Why a policy refuses a sound signature; the cryptography is right. An object with one of these is `refused`, except an
 * unsigned one (SIGNATURE_REQUIRED) and one that a policy exempts (EXEMPT).
 */
export type PolicyReason =
  | 'SIGNER_NOT_ALLOWED'
  | 'SIGNER_REVOKED'
  | 'AUTHOR_MISMATCH'
  | 'COMMITTER_MISMATCH'
  | 'MERGE_NOT_ALLOWED'
  | 'TAG_NAME_MISMATCH'
  | 'TAG_LIGHTWEIGHT'
  | 'EXCEPTION_EXPIRED'
  | 'SIGNATURE_REQUIRED'
  | 'EXEMPT';

/** Every reason a check can give. */
export type ReasonCode = NotMadeReason | FailedReason | PolicyReason;
