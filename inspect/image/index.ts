export { type Attachment, type AttachmentPlace, attachmentsOf } from './attachments.js';
export { ImageError, type ImageErrorCode } from './error.js';
export { type FoundImage, findImage } from './find.js';
export { ImageSession, type Repository } from './session.js';
export type { ImageItem, ImageQuestion, ImageSignature, ListedPlatform } from './types.js';
export { type VerifyQuestion, verifyImage } from './verify.js';
export { type AttestationQuestion, verifyImageAttestation } from './verify-attestation.js';
