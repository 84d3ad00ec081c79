/** The predicate type of the statement that cosign 3 signs an image with. */
export const SIGN_PREDICATE = 'https://sigstore.dev/cosign/sign/v1';
/** cosign's envelope for anything: `{Data, Timestamp}`. */
export const CUSTOM_PREDICATE = 'https://cosign.sigstore.dev/attestation/v1';

/** The short names of `--type` (cosign pkg/cosign/attestation). */
const NAMES: Readonly<Record<string, string>> = {
  custom: CUSTOM_PREDICATE,
  slsaprovenance: 'https://slsa.dev/provenance/v0.2',
  slsaprovenance02: 'https://slsa.dev/provenance/v0.2',
  slsaprovenance1: 'https://slsa.dev/provenance/v1',
  spdx: 'https://spdx.dev/Document',
  spdxjson: 'https://spdx.dev/Document',
  cyclonedx: 'https://cyclonedx.org/bom',
  link: 'https://in-toto.io/Link/v1',
  vuln: 'https://cosign.sigstore.dev/attestation/vuln/v1',
  openvex: 'https://openvex.dev/ns',
};

/** The predicate type that a name of cosign's `--type` means; any other text is the type itself. */
export function predicateTypeOf(name: string): string {
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? name) : name;
}
