export {
  algorithmOf,
  attachmentTag,
  digestOf,
  type ImageDigest,
  isDigest,
  matchesDigest,
  parseDigest,
  referrersTag,
} from './digest.js';
export { ImageReferenceError, type ImageReferenceErrorCode } from './error.js';
export { DOCKER_HUB, parseHost } from './host.js';
export { type ImageReference, parseReference, parseRepository } from './parse.js';
export { printReference, printRepository } from './print.js';
