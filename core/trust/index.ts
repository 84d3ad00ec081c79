export {
  type Evidence,
  isWithin,
  type Profile,
  type TrustedAuthority,
  type TrustedLog,
  type ValidityPeriod,
} from '../certificate/index.js';
export { type TrustFiles, trustedRootFromFiles } from './files.js';
export { findLogs } from './find-log.js';
export { notInUse } from './in-use.js';
export { PUBLIC_GOOD, profileOf } from './profile.js';
export {
  parseSigningConfig,
  type ServiceSelection,
  type SigningConfig,
  type SigningService,
  selectServices,
} from './signing-config.js';
export { parseTrustedRoot } from './trusted-root.js';
export type * from './types.js';
