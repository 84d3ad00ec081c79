import type { LazySpec } from '../frame/feature.js';
import { COMMANDS } from './ids.js';
import type { InstallationNeeds } from './open.js';

/** Whether this extension is what its release built. */
export const INSTALLATION: LazySpec<InstallationNeeds> = {
  name: 'installation',
  commands: Object.values(COMMANDS),
};
