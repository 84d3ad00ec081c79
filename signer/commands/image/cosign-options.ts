import { UsageError } from '../../errors.js';
import type { OptionTable } from '../../options/spec.js';

/** cosign's options that change nothing here, and why. */
const WITHOUT_MEANING = {
  'max-workers': ['string', 'the number of requests at once is limited already'],
  'rekor-url': ['string', 'the log is not asked: the entry that a signature brings along is checked'],
  'new-bundle-format': ['boolean', 'both forms are always looked for'],
  'experimental-oci11': ['boolean', 'what refers to the image is always looked for'],
  'registry-referrers-mode': ['string', 'both ways of referring are always read'],
  'k8s-keychain': ['boolean', 'credentials come from the configuration of docker or podman'],
  'allow-insecure-registry': [
    'boolean',
    'the certificate of the registry is checked (--registry-cacert FILE names its authority); http: is used for this machine and private networks, and else with --allow-http-registry',
  ],
  verbose: ['boolean', 'set WAXSEAL_DEBUG=FILE to see more'],
  timeout: ['string', 'every request has its own limit'],
} as const satisfies Readonly<Record<string, readonly ['string' | 'boolean', string]>>;

const OWN_ROOT =
  'put the authority into a trusted_root.json and give it with --trusted-root FILE (cosign trusted-root create makes one)';

/** cosign's options that would change the answer and are not supported, and what to do instead. */
const NOT_SUPPORTED = {
  policy: [
    'string',
    'a policy in CUE or Rego is not evaluated yet, and what was not evaluated is no yes: leave it out, and check the statement that is printed',
  ],
  certificate: ['string', 'the certificate is taken from what is attached to the image'],
  'certificate-chain': ['string', OWN_ROOT],
  'ca-roots': ['string', OWN_ROOT],
  'ca-intermediates': ['string', OWN_ROOT],
  'timestamp-certificate-chain': ['string', OWN_ROOT],
  sct: ['string', 'the SCT is taken from the certificate'],
  signature: ['string', 'the signature is taken from what is attached to the image'],
  payload: ['string', 'the payload is taken from what is attached to the image'],
  attachment: ['string', 'ask for the SBOM itself: waxseal image sbom REF'],
  sk: ['boolean', 'export the public key of the device, and give it with --key FILE'],
  slot: ['string', 'export the public key of the device, and give it with --key FILE'],
} as const satisfies Readonly<Record<string, readonly ['string' | 'boolean', string]>>;

function tableOf<const T extends Readonly<Record<string, readonly ['string' | 'boolean', string]>>>(
  notes: T,
  before: string,
): { [name in keyof T]: { type: T[name][0]; value?: string; help: string; multiple: true } } {
  const entries = Object.entries(notes).map(([name, [type, why]]) => [
    name,
    { type, ...(type === 'string' && { value: 'VALUE' }), multiple: true, help: `${before}: ${why}` },
  ]);
  return Object.fromEntries(entries);
}

/** cosign's options that are accepted and change nothing. */
export const NEUTRAL_OPTIONS = tableOf(WITHOUT_MEANING, 'changes nothing') satisfies OptionTable;
/** cosign's options that are refused. */
export const REFUSED_OPTIONS = tableOf(NOT_SUPPORTED, 'refused') satisfies OptionTable;

type Values = Readonly<Record<string, unknown>>;

/** One line for each option that was given and changes nothing. */
export function neutralHints(values: Values): readonly string[] {
  return Object.entries(WITHOUT_MEANING)
    .filter(([name]) => values[name] !== undefined)
    .map(([name, [, why]]) => `--${name} changes nothing: ${why}`);
}

/** @throws UsageError for an option that would change the answer and is not supported */
export function refuseUnsupported(values: Values): void {
  for (const [name, [, why]] of Object.entries(NOT_SUPPORTED))
    if (values[name] !== undefined) throw new UsageError(`--${name} is not supported here`, why);
}
