export { adviceFor, adviceOn } from './advice.js';
export { withAskedName } from './asked-name.js';
export { type Artifact, type BundleInput, verifyBundle } from './bundle/index.js';
export { decidingCheck } from './checks.js';
export { expectedLogDigests } from './expected-log-digests.js';
export { type DetachedSignature, type GitObject, verifyDetached, verifyGitObject } from './git-object.js';
export { holds, isSound } from './holds.js';
export type { SshEvidence, VerifyOptions, X509Evidence } from './options.js';
export {
  CHECK_NAMES,
  type CheckName,
  type FailedReason,
  type NotMadeReason,
  type PolicyReason,
  type ReasonCode,
} from './reason.js';
export { ADVICE_CASES, type AdviceCase, REASON_HELP, REASONS, type ReasonHelp } from './reason-help.js';
export {
  type SignerDecision,
  withExemption,
  withSignatureAskedFor,
  withSignerDecision,
} from './signer-decision.js';
export { CHECK_SYMBOLS, OUTCOME_SYMBOLS } from './symbols.js';
export type {
  Check,
  Exemption,
  LogEntryFact,
  Outcome,
  SignatureKind,
  SignedAt,
  Verdict,
  VerdictObject,
} from './verdict.js';
export {
  attestsText,
  checkText,
  exemptText,
  isOnlyRenamed,
  issuerText,
  logEntryText,
  meaning,
  OUTCOME_MEANS,
  signedAtText,
  signerText,
} from './words.js';
