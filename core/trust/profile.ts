import type { Certificate } from '../certificate/index.js';
import type { Evidence, Profile, TrustedAuthority } from '../certificate/trusted.js';
import { toHex } from '../encoding/index.js';
import { digest } from '../primitives/index.js';

/** What Sigstore's public instance brings. Every authority must bring the same, unless a known profile requires less. */
export const PUBLIC_GOOD: Profile = { name: 'public-good', requires: ['issuer', 'sct', 'log'] };

/**
 * GitHub's own instance, for private repositories and immutable releases: no log and no certificate log, but a timestamp
 * authority; its release certificates name no OpenID Connect issuer (cli/cli, pkg/cmd/attestation/verification/sigstore.go).
 */
const GITHUB: Profile = { name: 'github', requires: ['timestamp'] };

/**
 * Root certificates with a known profile, by the SHA-256 of their DER. Review this list like code: with a line here, every
 * verdict under that root needs less evidence.
 */
const KNOWN_ROOTS: Readonly<Record<string, Profile>> = {
  // O = GitHub, Inc., CN = Internal Services Root, 2023-08-07 to 2033-08-04
  dc64d3af9fd46dd840486935c903986d06edd35788769696d2f145d38b7f7887: GITHUB,
};

/** The names that only this program may give. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set([PUBLIC_GOOD.name, GITHUB.name]);

/**
 * The profile of an authority that is recognised by its root, the last certificate of its chain; undefined for all others.
 * Nothing else about an authority or a trusted root counts. A file that leaves something out, such as the logs, does not
 * waive the check.
 */
export function knownProfile(chain: readonly Certificate[]): Profile | undefined {
  const root = chain.at(-1);
  const id = root ? toHex(digest('sha256', root.der)) : '';
  return Object.hasOwn(KNOWN_ROOTS, id) ? KNOWN_ROOTS[id] : undefined;
}

/**
 * The profile of several authorities together: a certificate with more than one authority needs everything that any of them
 * requires.
 */
export function profileOf(authorities: readonly TrustedAuthority[]): Profile {
  const [first = PUBLIC_GOOD, ...others] = authorities.map(({ profile = PUBLIC_GOOD }) => profile);
  const requires = new Set<Evidence>([first, ...others].flatMap((profile) => profile.requires));
  return { name: first.name, requires: [...requires] };
}
