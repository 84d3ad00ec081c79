import type { CmsSignature } from './types.js';

/**
 * Takes apart a detached CMS signature (strict DER) of gitsign or plain S/MIME; judges nothing but its form.
 * @throws CmsError
 */
export function parseCms(_der: Uint8Array): CmsSignature {
  throw new Error('not yet');
}
