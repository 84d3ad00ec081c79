export { decodeArmor, encodeArmor } from './armor.js';
export { buildCms, type CmsParts, signedAttributes } from './build.js';
export { CmsError, type CmsErrorCode } from './error.js';
export { parseCms } from './parse.js';
export {
  type CmsAttribute,
  type ExpectedContent,
  findSignerCertificate,
  parseSignedData,
  type SignedData,
  type SignerIdentifier,
  type SignerInfo,
} from './signed-data.js';
export type { CmsSignature } from './types.js';
