export type { PolicyReason, ReasonCode } from '../codes/index.js';
export { adviceFor, adviceOn } from './advice.js';
export { CHECK_NAMES } from './check-names.js';
export { decidingCheck } from './checks.js';
export { ENGLISH } from './english.js';
export type * from './history.js';
export { holds, isSound } from './holds.js';
export { filled, type Language, type ReasonWords, type VerdictWords } from './language.js';
export { ADVICE_CASES, type AdviceCase, type ReasonHelp } from './reason-help/types.js';
export { REASON_HELP, REASONS } from './reason-help.js';
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
  Outcome,
  SignatureKind,
  SignedAt,
  Verdict,
  VerdictObject,
} from './verdict.js';
export {
  attestsText,
  checkText,
  claimed,
  exemptText,
  issuerText,
  logEntryText,
  meaning,
  OUTCOME_MEANS,
  signedAtText,
  signerText,
} from './words.js';
