import type { Contribution } from '../frame/manifest/contribution.js';
import { COMMANDS } from './ids.js';

/** What this feature adds to package.json. */
export const INSTALLATION: Contribution = { commands: COMMANDS };
