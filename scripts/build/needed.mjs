// What both the shell part and the oldest part of the program say when there is no Node that can run it.

/** The oldest Node that runs this program, as package.json says it too. */
export const NEEDED = '20.19';

/** NO_VERDICT of signer/sign/status-lines.ts, line by line. */
export const NO_VERDICT = [
  '[GNUPG:] NEWSIG',
  '[GNUPG:] ERRSIG 0000000000000000000000000000000000000000 19 8 00 0 9 -',
  '[GNUPG:] TRUST_UNDEFINED 0 shell',
];
