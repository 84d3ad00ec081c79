import type { CREDENTIAL_ERRORS, LAYOUT_ERRORS, REGISTRY_ERRORS } from '../../core/codes/errors/registry.js';
import { harmlessServerText } from '../http/index.js';

/** Why an image or what is attached to it could not be read. */
export type RegistryErrorCode =
  | keyof typeof REGISTRY_ERRORS
  | keyof typeof CREDENTIAL_ERRORS
  | keyof typeof LAYOUT_ERRORS;

/**
 * An image, or what is attached to it, could not be read. `message` is one harmless line that names the place, and never
 * contains a credential. A registry that cannot be reached at all is a NetworkError.
 */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  constructor(
    readonly code: RegistryErrorCode,
    /** A registry's repository or host, a folder, or a file. */
    readonly place: string,
    detail: string,
    readonly hint: string,
  ) {
    super(`${harmlessServerText(place)}: ${harmlessServerText(detail)}`);
  }
}
