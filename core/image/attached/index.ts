export {
  attestationsIn,
  type InIndexAttestations,
  imagesIn,
  platformName,
  statedPredicateType,
} from './buildkit.js';
export { type AttachedKind, isSbomType, layersOf, referrerKind } from './kinds.js';
