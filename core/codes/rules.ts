// The rules of findings that the house brings. A new subject has its own next to its sentences; the rule `SETUP_…` of a check of the
// set-up is made from the check's name.

/** What is wrong with a policy, as a stable code: the rule of a finding. */
export type PolicyErrorCode =
  | 'POLICY_SYNTAX'
  | 'POLICY_TOO_LARGE'
  | 'POLICY_UNKNOWN_FIELD'
  | 'POLICY_MISSING_FIELD'
  | 'POLICY_BAD_VALUE'
  | 'POLICY_BAD_REGEXP'
  | 'POLICY_UNANCHORED'
  | 'POLICY_UNKNOWN_SIGNER'
  | 'POLICY_UNREACHABLE_RULE'
  | 'POLICY_WITHOUT_EFFECT'
  | 'POLICY_EXPIRED';

/** Why an installation is not verified, unless the evidence of the provenance decides it. */
export type InstallationReason =
  | 'NOT_A_RELEASE'
  | 'DIGEST_LIST_MALFORMED'
  | 'FILES_DIFFER'
  | 'PROVENANCE_MISSING'
  | 'PROVENANCE_NOT_REACHED'
  | 'PROVENANCE_OF_ANOTHER_KIND';

/** What there is to say about a trusted root. */
export type TrustRule = 'TRUST_NONE_IN_USE' | 'TRUST_CACHE_UNUSED' | 'TRUST_ENTRY_IGNORED';

/** Any of them. */
export type RuleCode = PolicyErrorCode | InstallationReason | TrustRule;
