import type { SignerPolicy } from '../../core/signer-policy/index.js';
import {
  userPolicyPath as policyPathOf,
  readUserPolicy as readPolicyOf,
} from '../../inspect/basis/user-policy.js';
import type { Config } from '../../io/config/index.js';

export { readPolicyText } from '../../inspect/basis/user-policy.js';

/** The file with the user's own list of trusted signers. */
export function userPolicyPath(config: Config): string {
  return policyPathOf(config, process.env);
}

/** Whom the user trusts; undefined when he never said. @throws JudgeError, PolicyError */
export function readUserPolicy(config: Config): Promise<SignerPolicy | undefined> {
  return readPolicyOf(config, process.env);
}
