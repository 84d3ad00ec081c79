import type { Among, ReasonCode } from '../codes/index.js';

/** The reasons a CMS signature cannot be taken apart. */
export type CmsErrorCode = Among<
  ReasonCode,
  | 'ARMOR_MALFORMED'
  | 'CMS_MALFORMED'
  | 'CMS_TRAILING_DATA'
  | 'CMS_NOT_DETACHED'
  | 'CMS_SIGNER_COUNT'
  | 'CMS_ATTRIBUTE_DUPLICATE'
  | 'CMS_CONTENT_TYPE_WRONG'
  | 'DIGEST_ALGORITHM_WEAK'
  | 'CERTIFICATE_MALFORMED'
  | 'LOG_ENTRY_MALFORMED'
>;

/** A CMS signature that breaks RFC 5652 or gitsign's format. `message` names the place, never the bytes. */
export class CmsError extends Error {
  override readonly name = 'CmsError';
  constructor(
    readonly code: CmsErrorCode,
    message: string,
  ) {
    super(message);
  }
}
