export { withPolicyAnswer } from './apply.js';
export type { RuleTrace } from './assign.js';
export { evaluatePolicy, type PolicyAnswer } from './evaluate.js';
export type { ObjectFacts } from './facts.js';
export { lightweightTagProblem } from './reachable.js';
export { sameRules } from './same-rules.js';
export type {
  PolicyException,
  PolicyRule,
  PolicySigner,
  RepositoryPolicy,
  Revocation,
  SignerWay,
} from './types.js';
