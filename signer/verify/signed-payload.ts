export {
  payloadFormat,
  type SignedPayload,
  signedPayload,
  signedPayloadOf,
} from '../../io/judge/signed-payload.js';
