import { manifestOf } from './frame/manifest/manifest.js';
import { INSTALLATION } from './installation/contributes.js';
import { POLICY } from './policy/contributes.js';
import { SIGNATURES } from './signatures/contributes.js';
import { SIGNING } from './signing/contributes.js';

/** The members of package.json that are generated from the features, by name. */
export const MANIFEST = manifestOf([SIGNATURES, POLICY, SIGNING, INSTALLATION]);
