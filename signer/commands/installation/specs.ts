import { FORMAT, TRUSTED_ROOT } from '../../options/common.js';
import { IDENTITY_OPTIONS, identitySection } from '../../options/identity.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal verify-extension`. */
export const VERIFY_EXTENSION = {
  name: 'verify-extension',
  summary: 'check that an installed editor extension is what was released',
  operands: '[FOLDER ...]',
  about: [
    "Compares every file of an installed extension with the list of digests of its release. Then checks the build provenance (SLSA) of that list: a Sigstore bundle, signed by the release workflow of Waxseal's repository for the tag of that version.",
    'FOLDER is the folder of the extension, for example ~/.vscode/extensions/waxseal.waxseal-0.1.0. Without it, every installation that is found is checked.',
  ],
  options: {
    bundle: {
      type: 'string',
      value: 'FILE',
      help: 'the bundle of the release (waxseal-VERSION.sigstore.json); without it the bundle is downloaded',
    },
    'trusted-root': TRUSTED_ROOT,
    format: FORMAT,
    ...IDENTITY_OPTIONS,
  },
  sections: [
    { options: ['bundle', 'trusted-root', 'format'] },
    identitySection('Who must have signed the release (only for a build of your own):'),
  ],
  notes: [
    'The command "Waxseal: Verify This Extension" in the editor does the same. But a changed extension could lie about itself; this program does not depend on it.',
    'The same bundle covers the .vsix and every other file of a release: waxseal verify-blob FILE --bundle BUNDLE ...',
  ],
  statuses: '0 all are verified, 1 one is not or could not be checked, 2 no answer',
} as const satisfies CommandSpec;
