import type { SignerRule } from '../signer-policy/types.js';
import type { Work } from '../signer-policy/work.js';

/** One way in which a signer signs: with an identity, or with a key. */
export type SignerWay =
  | { readonly kind: 'identity'; readonly rule: SignerRule }
  /** `SHA256:…` as `ssh-keygen -l` prints it. */
  | { readonly kind: 'ssh'; readonly fingerprint: string }
  /** Upper-case hexadecimal, of the signing key or of its primary key. */
  | { readonly kind: 'openpgp'; readonly fingerprint: string };

/** A signer that the policy gives a name. */
export interface PolicySigner {
  readonly name: string;
  readonly line: number;
  readonly ways: readonly SignerWay[];
  /** Addresses with which this signer writes commits, besides an e-mail address that is itself the identity. */
  readonly emails: readonly string[];
}

/** Patterns over names with `/`; see `pattern.ts`. */
export interface Patterns {
  readonly patterns: readonly string[];
  /** Whether a text is one of the patterns, as written. */
  readonly has: (pattern: string) => boolean;
  /** Whether one of them matches a name. @throws PolicyLimitError when `work` is used up */
  readonly test: (name: string, work?: Work) => boolean;
  /** How much below a folder they match together. @throws PolicyLimitError when `work` is used up */
  readonly reach: (folder: string, work?: Work) => 'all' | 'some' | 'none';
  /** The same patterns for names that `spellingsOf` gives. */
  readonly caseless: () => Patterns;
}

/** One rule. When `branches` and `tags` are both absent, it is about every branch and every tag. */
export interface PolicyRule {
  readonly name: string;
  readonly line: number;
  readonly branches?: Patterns;
  readonly tags?: Patterns;
  /** Only for what a commit changes under these paths. */
  readonly paths?: Patterns;
  /** Names of signers. */
  readonly signers: readonly string[];
  /** Which person of a commit the signer must be. A tag has only its tagger, who counts as the committer. */
  readonly signerIs: readonly ('author' | 'committer')[];
  /** Names of those who may make merge commits; absent: everybody who may sign. */
  readonly merges?: readonly string[];
  /** Full id of a commit: commits before it need nothing. */
  readonly requiredSince?: string;
}

/** Somebody who is no longer trusted. */
export interface Revocation {
  readonly line: number;
  /** The name of a signer, or a description of the identity or key. */
  readonly who: string | { readonly ways: readonly SignerWay[]; readonly shown: string };
  readonly since:
    | { readonly kind: 'commit'; readonly id: string }
    | { readonly kind: 'date'; readonly time: number };
  readonly reason: string;
}

/** Objects that are exempt from the rules. */
export interface PolicyException {
  readonly line: number;
  readonly objects: ReadonlySet<string>;
  readonly reason: string;
  /** Unix seconds; the last second of the exception. */
  readonly until: number;
}

/** A `.waxseal.yaml` without errors. */
export interface RepositoryPolicy {
  /** Its name for people, e.g. `.waxseal.yaml of origin/main`. */
  readonly source: string;
  readonly signers: ReadonlyMap<string, PolicySigner>;
  readonly rules: readonly PolicyRule[];
  readonly revoked: readonly Revocation[];
  readonly exceptions: readonly PolicyException[];
}
