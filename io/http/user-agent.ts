import { VERSION } from '../version.js';

/** What this program calls itself to servers. */
export const USER_AGENT = `waxseal/${VERSION}`;
