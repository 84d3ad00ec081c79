import type { Certificate } from '../certificate/index.js';
import type { Evidence, Profile, TrustedAuthority } from '../certificate/trusted.js';
import { toHex } from '../encoding/index.js';
import { digest } from '../primitives/index.js';

/** What Sigstore's public instance brings, and whoever is not known to bring less must. */
export const PUBLIC_GOOD: Profile = { name: 'public-good', requires: ['issuer', 'sct', 'log'] };

/**
 * GitHub's own instance, for private repositories and immutable releases: no log and no certificate log, but a timestamp
 * authority; its release certificates name no OpenID Connect issuer (cli/cli, pkg/cmd/attestation/verification/sigstore.go).
 */
const GITHUB: Profile = { name: 'github', requires: ['timestamp'] };

/**
 * Root certificates that are known to have a profile of their own, by the SHA-256 of their DER. Reviewed like code: a line
 * here makes every verdict under that root rest on less.
 */
const KNOWN_ROOTS: Readonly<Record<string, Profile>> = {
  // O = GitHub, Inc., CN = Internal Services Root, 2023-08-07 to 2033-08-04
  dc64d3af9fd46dd840486935c903986d06edd35788769696d2f145d38b7f7887: GITHUB,
};

/** The names that only this program gives. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set([PUBLIC_GOOD.name, GITHUB.name]);

/**
 * The profile of an authority that is recognised by its root, the last certificate of its chain; undefined for all others.
 * Nothing else about an authority or a trusted root counts: what a file leaves out, such as the logs, waives nothing.
 */
export function knownProfile(chain: readonly Certificate[]): Profile | undefined {
  const root = chain.at(-1);
  const id = root ? toHex(digest('sha256', root.der)) : '';
  return Object.hasOwn(KNOWN_ROOTS, id) ? KNOWN_ROOTS[id] : undefined;
}

/** What several authorities ask for together: where a certificate has more than one, all that any of them asks for. */
export function profileOf(authorities: readonly TrustedAuthority[]): Profile {
  const [first = PUBLIC_GOOD, ...others] = authorities.map(({ profile = PUBLIC_GOOD }) => profile);
  const requires = new Set<Evidence>([first, ...others].flatMap((profile) => profile.requires));
  return { name: first.name, requires: [...requires] };
}
