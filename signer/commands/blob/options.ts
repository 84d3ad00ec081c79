import { FORMATS, type Format } from '../../../core/render/renderer.js';
import type { IdentityFlags } from '../../../core/signer-policy/index.js';
import type { VerifyOptions } from '../../../core/verify/index.js';
import { UsageError } from '../../errors.js';
import { configFlags, formatOf } from '../../options/common.js';
import { identityFlags } from '../../options/identity.js';
import { parseOptions } from '../../options/parse.js';
import type { ConfigFlags } from '../../session.js';
import { VERIFY_BLOB } from './specs.js';

/** A request to `waxseal verify-blob`. */
export interface VerifyBlobRequest {
  /** A path, `-` for standard input, or a digest such as `sha256:…`. */
  readonly file: string;
  readonly bundle: string;
  readonly identity: IdentityFlags;
  /** Path of the signer's public key. */
  readonly key: string | undefined;
  readonly anySigner: boolean;
  /** cosign's flags that remove a required check, and the one that requires a timestamp. */
  readonly evidence: Pick<VerifyOptions, 'waive' | 'demandTimestamp'>;
  readonly flags: ConfigFlags;
  readonly format: Format;
  readonly silent: boolean;
}

/** Parses the arguments of `waxseal verify-blob`. @throws UsageError */
export function parseVerifyBlobRequest(argv: readonly string[]): VerifyBlobRequest {
  const { values, positionals } = parseOptions(VERIFY_BLOB, argv);
  const [file, ...more] = positionals;
  const see = 'see "waxseal help verify-blob"';
  if (file === undefined || more.length > 0) throw new UsageError('verify-blob takes one file', see);
  if (values.bundle === undefined) throw new UsageError('verify-blob needs --bundle FILE', see);
  const identity = identityFlags(values);
  const anySigner = values['any-signer'] ?? false;
  const ways = [Object.keys(identity).length > 0, anySigner, values.key !== undefined].filter(Boolean);
  if (ways.length > 1)
    throw new UsageError('--key, --any-signer and the flags that say who may sign contradict each other');
  return {
    file,
    bundle: values.bundle,
    identity,
    key: values.key,
    anySigner,
    evidence: {
      waive: [
        ...(values['insecure-ignore-tlog'] ? (['log'] as const) : []),
        ...(values['insecure-ignore-sct'] ? (['sct'] as const) : []),
      ],
      demandTimestamp: values['use-signed-timestamps'] ?? false,
    },
    flags: configFlags(values['trusted-root']),
    format: formatOf(values.format, FORMATS),
    silent: values.quiet ?? false,
  };
}
