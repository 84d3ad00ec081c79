export { bundleOf, type SignatureParts, signaturePartsOf } from './bundle.js';
export { decideWith } from './decide.js';
export { itemOf, itemsOf } from './items.js';
export { decide, evidenceOn, judgeObject, judgeSigned, openJudge } from './judge.js';
export { type HistoryOptions, judgeHistory } from './judge-history.js';
export { lookUp } from './look-up.js';

export {
  openRepositoryJudge,
  type RepositoryJudge,
  type RepositoryJudgeOptions,
} from './repository-judge.js';

export { payloadFormat, type SignedPayload, signedPayload, signedPayloadOf } from './signed-payload.js';
