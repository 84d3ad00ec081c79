import type { OptionTable } from '../../options/spec.js';

/** How a registry is reached, under cosign's names where it has them. */
export const REGISTRY_OPTIONS = {
  'registry-mirror': {
    type: 'string',
    multiple: true,
    value: 'HOST=HOST',
    help: 'ask the second registry for the images of the first; may be given several times',
  },
  'registry-username': { type: 'string', value: 'NAME', help: 'the user at the registry' },
  'registry-password': { type: 'string', value: 'PASSWORD', help: 'the password for this user' },
  'registry-token': { type: 'string', value: 'TOKEN', help: 'a token that the registry accepts as it is' },
  'registry-cacert': { type: 'string', value: 'FILE', help: 'more certificate authorities (PEM)' },
  'registry-client-cert': {
    type: 'string',
    value: 'FILE',
    help: 'the certificate that is shown to the registry (PEM)',
  },
  'registry-client-key': { type: 'string', value: 'FILE', help: 'the key of this certificate (PEM)' },
  'registry-server-name': {
    type: 'string',
    value: 'NAME',
    help: 'the name in the certificate of the registry',
  },
  'allow-http-registry': { type: 'boolean', help: 'use http: where https: does not work' },
} as const satisfies OptionTable;

/** Where an image is, and which image of an index is meant. */
export const PLACE_OPTIONS = {
  'local-image': {
    type: 'boolean',
    help: 'REF is the path of an OCI layout, such as “cosign save” writes',
  },
  platform: {
    type: 'string',
    value: 'OS/ARCHITECTURE',
    help: 'take the image for this platform out of an index',
  },
  'attachment-tag-prefix': {
    type: 'string',
    value: 'TEXT',
    help: 'what stands before the tags of signatures',
  },
} as const satisfies OptionTable;
