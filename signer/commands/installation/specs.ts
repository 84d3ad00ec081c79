import { FORMAT, TRUSTED_ROOT } from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection } from '../../options/identity.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal verify-extension`. */
export const VERIFY_EXTENSION = {
  name: 'verify-extension',
  summary: 'is the installed editor extension what its release workflow built?',
  operands: '[FOLDER ...]',
  about: [
    "Compares every file of an installed extension with the digests its release lists, and checks the build provenance (SLSA) of that list: a Sigstore bundle by the release workflow of Waxseal's repository, for the tag of that version.",
    "FOLDER is the extension's, for example ~/.vscode/extensions/waxseal.waxseal-0.1.0; without it all that are found are checked.",
  ],
  options: {
    bundle: {
      type: 'string',
      value: 'FILE',
      help: 'the bundle of the release (waxseal-VERSION.sigstore.json) instead of downloading it',
    },
    'trusted-root': TRUSTED_ROOT,
    format: FORMAT,
    ...IDENTITY_OPTIONS,
  },
  sections: [
    { options: ['bundle', 'trusted-root', 'format'] },
    identitySection('Who signs releases, for a build of your own:'),
  ],
  notes: [
    'The editor has the same as "Waxseal: Verify This Extension". Asked from here, a changed extension cannot answer for itself.',
    'The .vsix and every other file of a release are subjects of the same bundle: waxseal verify-blob FILE --bundle B ...',
  ],
  statuses: '0 verified, 1 not, or it could not be checked, 2 no answer',
} as const satisfies CommandSpec;
