import type { SignerPolicy } from '../../core/policy/index.js';
import type { Config } from '../../io/config/index.js';
import { type Judge, openJudge as openJudgeAt } from '../../io/judge/index.js';
import { keepFresh } from '../trust-refresh.js';

export { decide, evidenceOn, type Judge, judgeObject, judgeSigned } from '../../io/judge/index.js';

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
