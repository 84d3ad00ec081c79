import type { SignerIdentity } from '../signer-policy/index.js';

/** Where releases of this program are built; package.json names the same place (a test compares them). */
export const REPOSITORY = 'https://github.com/waxseal/waxseal';

/** The workflow that builds them. */
export const RELEASE_WORKFLOW = '.github/workflows/release.yml';

/** The in-toto predicate of build provenance (https://slsa.dev/spec/v1.0/provenance). */
export const PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1';

/**
 * Who attests the release of a version. Fulcio names a GitHub workflow by the repository, the file and the ref that it ran
 * for (Fulcio docs/oidc.md, "GitHub"). A release is built for its tag.
 */
export function releaseIdentity(version: string): SignerIdentity {
  return {
    issuer: 'https://token.actions.githubusercontent.com',
    subject: `${REPOSITORY}/${RELEASE_WORKFLOW}@refs/tags/v${version}`,
  };
}

/** The URL of the provenance of a release, a Sigstore bundle. */
export function provenanceUrl(version: string): string {
  return `${REPOSITORY}/releases/download/v${version}/waxseal-${version}.sigstore.json`;
}
