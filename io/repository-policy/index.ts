export { RepositoryPolicyError, type RepositoryPolicyErrorCode } from './error.js';
export { type FactsInput, RepositoryFacts } from './facts.js';
export {
  type LoadedPolicy,
  loadRepositoryPolicy,
  POLICY_FILE,
  type PolicyInForce,
  type PolicyPlace,
  policyInForce,
  readPolicyFile,
} from './load.js';
export { type PolicyBranchPlace, type ProtectedBranch, protectedBranch } from './protected-branch.js';
