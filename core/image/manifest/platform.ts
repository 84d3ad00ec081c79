import { ImageReferenceError } from '../reference/index.js';
import type { Descriptor, Platform } from './types.js';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const VERSION = /^[A-Za-z0-9._-]{1,64}$/;

/** Other names of an architecture, and what they say about the variant (containerd/platforms, database.go). */
const ARCHITECTURES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};
/** The variant that is meant where none is written. */
const USUAL_VARIANT: Readonly<Record<string, string>> = { arm: 'v7', arm64: 'v8', amd64: 'v1' };

/**
 * The platform that `text` names: `os/architecture[/variant][:osversion]`, as `--platform` of docker, crane and cosign.
 * @throws ImageReferenceError PLATFORM_MALFORMED
 */
export function parsePlatform(text: string): Platform {
  const [name = '', osVersion, ...more] = text.split(':');
  const [os = '', architecture = '', variant, ...rest] = name.split('/');
  const parts = variant === undefined ? [os, architecture] : [os, architecture, variant];
  const good =
    more.length + rest.length === 0 &&
    parts.every((part) => NAME.test(part)) &&
    (osVersion === undefined || VERSION.test(osVersion));
  if (!good)
    throw new ImageReferenceError(
      'PLATFORM_MALFORMED',
      `"${text.slice(0, 120)}" is not a platform`,
      'write it as OS/ARCHITECTURE[/VARIANT], e.g. linux/arm64 or linux/arm/v7',
    );
  return {
    os,
    architecture,
    ...(variant !== undefined && { variant }),
    ...(osVersion !== undefined && { osVersion }),
  };
}

/** `os/architecture[/variant][:osversion]`. {@link parsePlatform} reads it back. */
export function printPlatform({ os, architecture, variant, osVersion }: Platform): string {
  return (
    [os, architecture, ...(variant === undefined ? [] : [variant])].join('/') +
    (osVersion ? `:${osVersion}` : '')
  );
}

/**
 * Of the manifests of an index, the one that containerd and skopeo take for a platform; undefined if none is for it. A
 * processor also runs what was made for an older variant of itself: arm/v7 takes arm/v6 if there is no arm/v7. Of two
 * equally good ones, the first.
 */
export function selectPlatform(manifests: readonly Descriptor[], wanted: Platform): Descriptor | undefined {
  const want = normal(wanted);
  let best: { readonly descriptor: Descriptor; readonly level: number } | undefined;
  for (const descriptor of manifests) {
    const level = descriptor.platform && levelFor(normal(descriptor.platform), want);
    if (level !== undefined && (best === undefined || level > best.level)) best = { descriptor, level };
  }
  return best?.descriptor;
}

/** How well an image suits a platform: the number of its variant. Undefined: not at all. */
function levelFor(offered: Platform, wanted: Platform): number | undefined {
  if (offered.os !== wanted.os || offered.architecture !== wanted.architecture) return undefined;
  if (wanted.osVersion !== undefined && !isBuildOf(offered.osVersion ?? '', wanted.osVersion))
    return undefined;
  if (offered.variant === wanted.variant) return Number.POSITIVE_INFINITY;
  const [have, may] = [numberOf(offered.variant), numberOf(wanted.variant)];
  return have !== undefined && may !== undefined && have <= may ? have : undefined;
}

/** Windows builds differ in their last number only, which does not matter: 10.0.17763.1 is a 10.0.17763. */
function isBuildOf(offered: string, wanted: string): boolean {
  return offered === wanted || offered.startsWith(`${wanted}.`);
}

function numberOf(variant: string | undefined): number | undefined {
  const [, digits] = /^v(\d{1,2})$/.exec(variant ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function normal({ os, architecture, variant, osVersion }: Platform): Platform {
  const lower = architecture.toLowerCase();
  const [name, implied] = (Object.hasOwn(ARCHITECTURES, lower) && ARCHITECTURES[lower]) || [lower];
  const number = variant?.toLowerCase().replace(/^(\d+)$/, 'v$1') ?? implied;
  const usual = Object.hasOwn(USUAL_VARIANT, name) ? USUAL_VARIANT[name] : undefined;
  const system = os.toLowerCase();
  return {
    os: system === 'macos' ? 'darwin' : system,
    architecture: name,
    ...((number ?? usual) !== undefined && { variant: number ?? usual }),
    ...(osVersion !== undefined && { osVersion }),
  } as Platform;
}
