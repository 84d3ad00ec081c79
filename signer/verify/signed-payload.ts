export { payloadFormat, type SignedPayload, signedPayload, signedPayloadOf } from '../../io/judge/index.js';
