export { buildTimestampRequest, TimestampRefused, tokenFromResponse, wrapToken } from './request.js';
export { parseTimestampToken } from './token.js';
export type * from './types.js';
export { verifyTimestampToken } from './verify.js';
