import type { MANIFEST_ERRORS } from '../../codes/errors/registry.js';
import { harmless } from '../../harmless/index.js';

/** Why a manifest cannot be used. */
export type ManifestErrorCode = keyof typeof MANIFEST_ERRORS;

/** A manifest that cannot be used. `message` is one harmless line and names the place. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  constructor(
    readonly code: ManifestErrorCode,
    message: string,
  ) {
    super(harmless(message));
  }
}
