import { type ImageRequirements, type Platform, parsePlatform } from '../../../core/image/index.js';
import { FORMATS } from '../../../core/render/renderer.js';
import type { IdentityFlags } from '../../../core/signer-policy/index.js';
import type { VerifyOptions } from '../../../core/verify/index.js';
import { UsageError } from '../../errors.js';
import { configFlags, formatOf } from '../../options/common.js';
import { identityFlags } from '../../options/identity.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import type { CommandSpec } from '../../options/spec.js';
import type { Asked } from '../../run/question.js';
import type { ConfigFlags } from '../../session.js';
import { plainBooleans } from './booleans.js';
import { neutralHints, refuseUnsupported } from './cosign-options.js';
import { type RegistryRequest, registryRequest } from './registry-request.js';
import type { EVERY_OPTION } from './specs.js';

/** A request to one of the commands about images. */
export interface ImageRequest extends Asked {
  /** What the person named, as `openImage` takes it. */
  readonly names: readonly string[];
  readonly identity: IdentityFlags;
  /** Paths of public keys. */
  readonly keys: readonly string[];
  readonly anySigner: boolean;
  readonly evidence: Pick<VerifyOptions, 'waive' | 'demandTimestamp'>;
  readonly asked: Pick<ImageRequirements, 'annotations' | 'hash'>;
  readonly platform: Platform | undefined;
  readonly tagPrefix: string | undefined;
  readonly recursive: boolean;
  readonly type: string | undefined;
  /** What cosign would print, in its two forms. */
  readonly cosign: 'json' | 'text' | undefined;
  /** Print the document itself. */
  readonly print: boolean;
  readonly registry: RegistryRequest;
  readonly flags: ConfigFlags;
  /** What was given and changes nothing. */
  readonly hints: readonly string[];
}

const HASHES = ['sha256', 'sha384', 'sha512'] as const;

/** An annotation is a name, an equals sign and a value, as cosign reads it. */
function annotationsOf(values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    values.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`"${text}" is no annotation`, 'write it as -a NAME=VALUE');
      return [name, value];
    }),
  );
}

function keysOf(values: readonly string[]): readonly string[] {
  const [elsewhere] = values.filter((key) => /^[a-z][a-z0-9]+:\/\//i.test(key));
  if (elsewhere !== undefined)
    throw new UsageError(
      '--key takes the file of a public key, and not a URL',
      `get the key first: cosign public-key --key ${elsewhere} > key.pub`,
    );
  if (values.includes('')) throw new UsageError('--key is empty', 'give it a file (is a variable unset?)');
  return values;
}

/** A path as `openImage` tells it from the name of an image. */
function localName(name: string): string {
  return /^(?:\.{0,2}[/\\]|[A-Za-z]:|oci:|oci-archive:|docker-archive:)/.test(name) ? name : `./${name}`;
}

/**
 * Parses the arguments of a command about images, with the options that it has.
 * @throws UsageError for what contradicts itself, and for options of cosign that would change the answer and are not supported
 */
export function parseImageRequest(spec: CommandSpec, argv: readonly string[]): ImageRequest {
  const see = 'see "waxseal help image"';
  const plain = plainBooleans(spec.options, argv);
  // An option that the command does not have is refused by the parser, and then never among the values.
  const known = { ...spec, options: spec.options as typeof EVERY_OPTION };
  const { values, positionals } = parseOptions(known, plain.argv);
  if (positionals.length === 0) throw new UsageError(`${spec.name} needs the name of an image`, see);
  refuseUnsupported(values);
  const identity = identityFlags(values);
  const keys = keysOf(values.key ?? []);
  const anySigner = values['any-signer'] ?? false;
  const ways = [Object.keys(identity).length > 0, anySigner, keys.length > 0].filter(Boolean);
  if (ways.length > 1)
    throw new UsageError(
      '--key, --any-signer and the flags that say who may sign contradict each other',
      'ask once for each: an image is signed with a key, or by somebody with a certificate',
    );
  const cosign = values.output === undefined ? undefined : oneOf('-o', values.output, ['json', 'text']);
  if (cosign !== undefined && values.format !== undefined)
    throw new UsageError('-o and --format contradict each other', '-o is cosign’s, --format this program’s');
  const ignoresLog = values['insecure-ignore-tlog'] === true || values['private-infrastructure'] === true;
  const hash = values['signature-digest-algorithm'];
  return {
    names: values['local-image'] ? positionals.map(localName) : positionals,
    identity,
    keys,
    anySigner,
    evidence: {
      waive: [
        ...(ignoresLog ? (['log'] as const) : []),
        ...(values['insecure-ignore-sct'] ? (['sct'] as const) : []),
        ...(plain.off.has('check-claims') ? (['claims'] as const) : []),
      ],
      demandTimestamp: values['use-signed-timestamps'] ?? false,
    },
    asked: {
      annotations: annotationsOf(values.annotations ?? []),
      ...(hash !== undefined && { hash: oneOf('--signature-digest-algorithm', hash, HASHES) }),
    },
    platform: values.platform === undefined ? undefined : parsePlatform(values.platform),
    tagPrefix: values['attachment-tag-prefix'],
    recursive: values.recursive ?? false,
    type: values.type,
    cosign,
    print: values.print ?? false,
    registry: registryRequest(values),
    flags: configFlags(values['trusted-root']),
    hints: neutralHints({ ...values, ...Object.fromEntries([...plain.off].map((name) => [name, false])) }),
    format: cosign === undefined ? formatOf(values.format, FORMATS) : 'json',
    quiet: values.quiet ?? false,
  };
}
