export { bundleOf, type Evidence, evidenceOf } from './bundle.js';
export { decideWith } from './decide.js';
export { JudgeError, type JudgeErrorCode } from './error.js';
export { explainPolicy, noPolicyError, type PolicyExplanation } from './explain-policy.js';
export { decide, evidenceOn, judgeObject, judgeSigned, openJudge } from './judge.js';
export { type HistoryOptions, judgeHistory } from './judge-history.js';
export { lookUp } from './look-up.js';
export { type ProposalOptions, proposePolicy, USUAL_PROPOSAL_COUNT } from './propose-policy.js';
export {
  openRepositoryJudge,
  type RepositoryJudge,
  type RepositoryJudgeOptions,
} from './repository-judge.js';
export { type ConfigFlags, openSession, type Session } from './session.js';
export { payloadFormat, type SignedPayload, signedPayload, signedPayloadOf } from './signed-payload.js';
export type * from './types.js';
export { readPolicyText, readUserPolicy, userPolicyPath } from './user-policy.js';
