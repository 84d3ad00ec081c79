import { FORMATS, type Format } from '../../../core/render/renderer.js';
import type { IdentityFlags } from '../../../core/signer-policy/index.js';
import { configFlags, formatOf } from '../../options/common.js';
import { identityFlags } from '../../options/identity.js';
import { parseOptions } from '../../options/parse.js';
import type { ConfigFlags } from '../../session.js';
import { VERIFY_EXTENSION } from './specs.js';

/** A request to `waxseal verify-extension`. */
export interface VerifyExtensionRequest {
  /** Folders of installed extensions; if empty, all that are found. */
  readonly folders: readonly string[];
  /** Path of the release's bundle; if absent, it is downloaded. */
  readonly bundle: string | undefined;
  /** Who signs releases, if not this program's own repository. */
  readonly identity: IdentityFlags;
  readonly flags: ConfigFlags;
  readonly format: Format;
}

/** Parses the arguments of `waxseal verify-extension`. @throws UsageError */
export function parseVerifyExtensionRequest(argv: readonly string[]): VerifyExtensionRequest {
  const { values, positionals } = parseOptions(VERIFY_EXTENSION, argv);
  return {
    folders: positionals,
    bundle: values.bundle,
    identity: identityFlags(values),
    flags: configFlags(values['trusted-root']),
    format: formatOf(values.format, FORMATS),
  };
}
