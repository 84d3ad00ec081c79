declare const WAXSEAL_VERSION: string;

/** The version of package.json, written in by scripts/build and scripts/transpile.mjs. */
export const VERSION: string = WAXSEAL_VERSION;
