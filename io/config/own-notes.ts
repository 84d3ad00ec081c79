// Keys of git's configuration in which `waxseal setup` keeps notes. They are no settings.

/** The changes that setup made, so that they can be undone. */
export const RECORDS = 'waxseal.restore';
