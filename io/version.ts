declare const WAXSEAL_VERSION: string;

/** The version in package.json. scripts/build and scripts/transpile.mjs write it into the code. */
export const VERSION: string = WAXSEAL_VERSION;
