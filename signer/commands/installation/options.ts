import type { IdentityFlags } from '../../../core/signer-policy/index.js';
import { oneOf, parseOptions } from '../../arguments/options.js';
import { configFlags, IDENTITY_OPTIONS, identityFlags } from '../../arguments/verify-options.js';
import type { ConfigFlags } from '../../session.js';

const TEXT = { type: 'string' } as const;

/** What `waxseal verify-extension` is asked for. */
export interface VerifyExtensionRequest {
  /** Folders of installed extensions; empty: all that are found. */
  readonly folders: readonly string[];
  /** Path of the release's bundle; it is downloaded without one. */
  readonly bundle: string | undefined;
  /** Who signs releases, where it is not this program's own repository. */
  readonly identity: IdentityFlags;
  readonly flags: ConfigFlags;
  readonly format: 'text' | 'json';
}

/** The arguments of `waxseal verify-extension`. @throws UsageError */
export function parseVerifyExtensionRequest(argv: readonly string[]): VerifyExtensionRequest {
  const { values, positionals } = parseOptions('verify-extension', argv, {
    ...IDENTITY_OPTIONS,
    bundle: TEXT,
    'trusted-root': TEXT,
    format: TEXT,
  });
  return {
    folders: positionals,
    bundle: values.bundle,
    identity: identityFlags(values),
    flags: configFlags(values['trusted-root']),
    format: oneOf('--format', values.format ?? 'text', ['text', 'json']),
  };
}
