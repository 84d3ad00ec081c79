// Keys of git's configuration in which `waxseal setup` keeps notes. They are no settings.

/** The changes that setup made, so that they can be undone. */
export const RECORDS = 'waxseal.restore';

/** Record the identity of the first signature as trusted. `waxseal setup` sets it, and tells the user. */
export const RECORD_IDENTITY = 'waxseal.recordIdentity';
