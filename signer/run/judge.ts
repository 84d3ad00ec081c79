import type { SignerPolicy } from '../../core/signer-policy/index.js';
import type { Judge } from '../../inspect/basis/types.js';
import { openJudge as openJudgeAt } from '../../inspect/commits/judge.js';
import type { Config } from '../../io/config/index.js';
import { keepFresh } from '../trust-refresh.js';

export type { Judge } from '../../inspect/basis/types.js';
// Not from its index: git starts the program for every commit it shows, and that needs none of the rest.
export { decide, evidenceOn, judgeObject, judgeSigned } from '../../inspect/commits/judge.js';

/**
 * Everything verdicts about the current directory's repository need, loaded once.
 * @param policy who may sign; without it the user's own list counts
 * @throws TrustError, PolicyError, JudgeError
 */
export async function openJudge(config: Config, online: boolean, policy?: SignerPolicy): Promise<Judge> {
  const judge = await openJudgeAt(config, online, { env: process.env }, policy);
  keepFresh(config, judge.trust);
  return judge;
}
