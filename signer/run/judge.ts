import type { SignerPolicy } from '../../core/signer-policy/index.js';
import type { Judge } from '../../inspect/basis/types.js';
import { openJudge as openJudgeAt } from '../../inspect/commits/judge.js';
import type { Config } from '../../io/config/index.js';
import { keepFresh } from '../trust-refresh.js';

export type { Judge } from '../../inspect/basis/types.js';
// Not from the index, which loads more: git starts the program for every commit it shows.
export { decide, evidenceOn, judgeObject, judgeSigned } from '../../inspect/commits/judge.js';

/**
 * Loads once what all verdicts about the current directory's repository need.
 * @param policy who may sign; without it, the user's own list decides
 * @throws TrustError, PolicyError, JudgeError
 */
export async function openJudge(config: Config, online: boolean, policy?: SignerPolicy): Promise<Judge> {
  const judge = await openJudgeAt(config, online, { env: process.env }, policy);
  keepFresh(config, judge.trust);
  return judge;
}
