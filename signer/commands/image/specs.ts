import { ANY_SIGNER, FORMAT, OFFLINE, QUIET, TRUSTED_ROOT } from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection } from '../../options/identity.js';
import type { CommandSpec, HelpSection, OptionTable } from '../../options/spec.js';
import { NEUTRAL_OPTIONS, REFUSED_OPTIONS } from './cosign-options.js';
import { PLACE_OPTIONS, REGISTRY_OPTIONS } from './registry-options.js';

const names = (...tables: readonly OptionTable[]) => tables.flatMap((table) => Object.keys(table));

const EVIDENCE = {
  key: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'the public key of the signer (PEM); may be given several times, any of them is enough',
  },
  'any-signer': ANY_SIGNER,
  'use-signed-timestamps': { type: 'boolean', help: 'require a timestamp as well' },
  'insecure-ignore-tlog': { type: 'boolean', help: 'do not require an entry of the log' },
  'private-infrastructure': { type: 'boolean', help: 'the same as --insecure-ignore-tlog' },
  'insecure-ignore-sct': { type: 'boolean', help: 'do not require an SCT of the certificate log' },
  'check-claims': {
    type: 'boolean',
    help: 'so by default; --check-claims=false does not require that the payload names this image',
  },
  'signature-digest-algorithm': {
    type: 'string',
    value: ['sha256', 'sha384', 'sha512'],
    help: 'the hash of signatures under tags',
  },
  annotations: {
    type: 'string',
    short: 'a',
    multiple: true,
    value: 'NAME=VALUE',
    help: 'what the signer must have stated; may be given several times',
  },
  offline: {
    ...OFFLINE,
    help: 'ask no log: what is done anyway; the registry is asked (cosign has this flag)',
  },
  'trusted-root': TRUSTED_ROOT,
} as const satisfies OptionTable;

const OUTPUT = {
  output: {
    type: 'string',
    short: 'o',
    value: ['json', 'text'],
    help: 'what cosign prints: the payloads of the signatures that hold',
  },
  format: FORMAT,
  quiet: QUIET,
} as const satisfies OptionTable;

const RECURSIVE = {
  recursive: { type: 'boolean', short: 'r', help: 'each image of an index as well' },
} as const satisfies OptionTable;

/** What says who may have signed, what is required, and where the image is. */
const COMMON = {
  ...IDENTITY_OPTIONS,
  ...EVIDENCE,
  ...PLACE_OPTIONS,
  ...REGISTRY_OPTIONS,
  ...NEUTRAL_OPTIONS,
  ...REFUSED_OPTIONS,
} as const satisfies OptionTable;

const WHO =
  'Who may have signed (without these, your own list decides; .waxseal.yaml is not read for images yet):';
const REQUIRED = names(EVIDENCE).filter(
  (name) => !['key', 'any-signer', 'trusted-root', 'offline'].includes(name),
);

function sections(...own: readonly string[]): readonly HelpSection[] {
  return [
    identitySection(WHO, 'key', 'any-signer'),
    { title: 'What is required (the names are cosign’s):', options: REQUIRED },
    { title: 'Where the image is:', options: names(PLACE_OPTIONS, REGISTRY_OPTIONS) },
    { options: [...own, 'trusted-root', 'offline'] },
    { title: 'cosign’s options that change nothing here:', options: names(NEUTRAL_OPTIONS) },
    { title: 'cosign’s options that are refused:', options: names(REFUSED_OPTIONS) },
  ];
}

/** Eight lists of all options would hide what differs. */
function ownSections(...own: readonly string[]): readonly HelpSection[] {
  return [{ options: own, notes: ['The other options are those of waxseal image verify.'] }];
}

const REF =
  'REF is an image in a registry (NAME, NAME:TAG or NAME@sha256:DIGEST), or a copy on disk: oci:DIR[:TAG], oci-archive:FILE, docker-archive:FILE, or a path that begins with / or ./.';
const STATUSES = '0 all hold, 1 one does not or cannot be told, 2 no answer';

/** `waxseal image verify`. */
export const IMAGE_VERIFY = {
  name: 'image verify',
  summary: 'check who signed a container image, with cosign’s flags',
  operands: 'REF ...',
  about: [
    REF,
    'Signatures are looked for under cosign’s tags and by reference, and each has its own verdict: one that holds is enough, and a bad one hides no good one. An image that is only attested is not signed.',
  ],
  options: { ...COMMON, ...RECURSIVE, ...OUTPUT },
  sections: sections('recursive', 'output', 'format', 'quiet'),
  statuses: STATUSES,
} as const satisfies CommandSpec;

const TYPE = {
  type: {
    type: 'string',
    value: 'TYPE',
    help: 'the predicate type, or cosign’s short name for it: custom (default), slsaprovenance, slsaprovenance1, spdx, spdxjson, cyclonedx, link, vuln, openvex',
  },
} as const satisfies OptionTable;

/** `waxseal image verify-attestation`. */
export const IMAGE_ATTESTATION = {
  name: 'image verify-attestation',
  summary: 'check who attested something about a container image, and print the attestations',
  operands: 'REF ...',
  about: [
    REF,
    'Where standard output is no terminal and no --format is given, the attestations that hold are printed as cosign prints them, one envelope in each line, and what people read goes to standard error.',
  ],
  options: { ...COMMON, ...TYPE, ...OUTPUT },
  sections: ownSections('type', 'output', 'format', 'quiet'),
  statuses: STATUSES,
} as const satisfies CommandSpec;

/** `waxseal image tree`. */
export const IMAGE_TREE = {
  name: 'image tree',
  summary: 'show what is attached to a container image, and who signed it',
  operands: 'REF ...',
  about: [REF],
  options: { ...COMMON, ...RECURSIVE, format: FORMAT },
  sections: ownSections('recursive', 'format'),
  statuses: '0 shown, 2 no answer',
} as const satisfies CommandSpec;

const DOCUMENT = {
  print: { type: 'boolean', help: 'print the document itself, if there is exactly one' },
  format: FORMAT,
  quiet: QUIET,
} as const satisfies OptionTable;

/** What the commands about documents have in common. */
const OF_DOCUMENTS = {
  operands: 'REF ...',
  about: [REF],
  options: { ...COMMON, ...DOCUMENT },
  sections: ownSections('print', 'format', 'quiet'),
  statuses: STATUSES,
} as const;

/** `waxseal image attestations`. */
export const IMAGE_ATTESTATIONS = {
  name: 'image attestations',
  summary: 'list every document about a container image, and who vouches for it',
  ...OF_DOCUMENTS,
} as const satisfies CommandSpec;

/** `waxseal image sbom`. */
export const IMAGE_SBOM = {
  name: 'image sbom',
  summary: 'find the SBOM of a container image, and say whether it is signed and by whom',
  ...OF_DOCUMENTS,
} as const satisfies CommandSpec;

/** `waxseal image provenance`. */
export const IMAGE_PROVENANCE = {
  name: 'image provenance',
  summary: 'find the provenance of a container image, and say whether it is signed and by whom',
  ...OF_DOCUMENTS,
} as const satisfies CommandSpec;

/** `waxseal image resolve`. */
export const IMAGE_RESOLVE = {
  name: 'image resolve',
  summary: 'print the digest of a container image, and of each platform',
  operands: 'REF ...',
  about: [REF, 'This checks no signature: it says what a tag stands for right now.'],
  options: { ...PLACE_OPTIONS, ...REGISTRY_OPTIONS, format: FORMAT },
  statuses: '0 shown, 2 no answer',
} as const satisfies CommandSpec;

/** `waxseal image export`. */
export const IMAGE_EXPORT = {
  name: 'image export',
  summary: 'put an image’s manifest, signatures, attestations and the trusted root into a folder',
  operands: 'REF DIR',
  about: [
    REF,
    'DIR becomes an OCI layout, with trusted_root.json beside it. The layers of the image are not copied. “waxseal image verify oci:DIR --trusted-root DIR/trusted_root.json …” then needs no network.',
  ],
  options: { ...PLACE_OPTIONS, ...REGISTRY_OPTIONS, 'trusted-root': TRUSTED_ROOT },
  statuses: '0 done, 2 not',
} as const satisfies CommandSpec;

/** Every option that a command about images has. */
export const EVERY_OPTION = {
  ...COMMON,
  ...RECURSIVE,
  ...TYPE,
  ...OUTPUT,
  ...DOCUMENT,
} as const satisfies OptionTable;
