export { isAcceptableKey, readAlgorithm, type SignatureScheme, signatureScheme } from './algorithm.js';
export { subjectAlternativeNames } from './alternative-names.js';
export { buildChain } from './chain.js';
export type {
  ChainOptions,
  ChainProblem,
  ChainResult,
  LeafProblem,
  SctOutcome,
  SignatureCache,
} from './chain-types.js';
export {
  basicConstraints,
  extendedKeyUsage,
  findExtension,
  KEY_USAGE,
  keyUsage,
  PURPOSE,
  subjectKeyId,
  unknownCritical,
} from './extensions.js';
export { readSigner } from './fulcio.js';
export { certificateKey, fingerprints } from './key.js';
export { checkLeaf } from './leaf.js';
export { nameText } from './name.js';
export { parseCertificate } from './parse.js';
export { isWithin } from './period.js';
export { RSASSA_PSS, readPssParameters } from './pss.js';
export { embeddedScts, verifySct } from './sct.js';
export { checkSmimeLeaf, smimeSigner } from './smime-leaf.js';
export { buildSmimePath, type SmimePath, type SmimePathParts } from './smime-path.js';
export type * from './trusted.js';
export type * from './types.js';
