import { VERSION } from '../version.js';

/** The name of this program in its requests to servers. */
export const USER_AGENT = `waxseal/${VERSION}`;
