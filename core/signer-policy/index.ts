export type { PolicyErrorCode } from '../codes/index.js';
export { allowsSigner, meansSigner } from './allows-signer.js';
export {
  PolicyError,
  type PolicyFinding,
  policyError,
  policyMessage,
} from './error.js';
export { Expressions } from './expressions.js';
export { type IdentityFlags, policyOfFlags } from './identity-flags.js';
export { parseIdentityPolicy, type SignerIdentity, withIdentity } from './identity-policy.js';
export { exactly, matching } from './rule.js';
export { POLICY_SENTENCES } from './sentences.js';
export type {
  FieldMatch,
  SignerField,
  SignerFields,
  SignerPolicy,
  SignerRule,
} from './types.js';
export { PolicyLimitError } from './work.js';
