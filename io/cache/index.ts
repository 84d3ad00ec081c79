export { type CacheBasis, VerdictCache } from './verdict-cache.js';
