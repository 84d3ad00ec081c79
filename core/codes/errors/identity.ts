import type { ErrorTable } from '../types.js';

/** There is no identity token to sign with. */
export const IDENTITY_ERRORS = {
  NO_TOKEN_SOURCE: [
    'no place has an identity token, and nobody can sign in here',
    'waxseal status --explain says what each place lacks',
  ],
  TOKEN_MALFORMED: ['the identity token cannot be read', 'get a new token from its issuer'],
  TOKEN_EXPIRED: ['the identity token has expired', 'get a new token from its issuer'],
  CLOCK_WRONG: [
    "this computer's clock does not agree with the issuer's",
    'set the clock, or turn on network time',
  ],
  TOKEN_WRONG_AUDIENCE: [
    'the identity token is for another audience',
    'ask the issuer for a token with the audience that the message names',
  ],
  TOKEN_EMAIL_NOT_VERIFIED: [
    'the issuer has not verified the e-mail address',
    'confirm the address at the issuer, then sign in again',
  ],
  TOKEN_NO_SUBJECT: [
    'the identity token names nobody',
    'ask the issuer for a token with an e-mail address or a subject',
  ],
  TOKEN_FILE_UNREADABLE: [
    'the file with the identity token cannot be read',
    'check the path and its permissions',
  ],
  TOKEN_SOURCE_FAILED: [
    'the place that should give an identity token did not',
    'the message says which place and why; for build jobs: check the permissions of the job',
  ],
  ISSUER_UNREACHABLE: [
    'the identity provider cannot be reached',
    'check the address (waxseal.issuer), the network and the proxy',
  ],
  ISSUER_REFUSED: [
    'the identity provider refused',
    'check the client id and the address (waxseal.clientID, waxseal.issuer)',
  ],
  SIGN_IN_REJECTED: [
    'the sign-in failed, or its answer cannot be trusted',
    'sign in again; if it happens again, the issuer is at fault',
  ],
  SIGN_IN_TIMEOUT: ['nobody finished the sign-in in time', 'start the sign-in again'],
  SIGN_IN_ABORTED: ['the sign-in was given up', 'start the sign-in again'],
  SIGN_IN_OPENED_TWICE: [
    'the page of a sign-in was opened twice, and only you should know its address',
    'sign in again, and open the page once, or sign in with a code (waxseal.tokenProvider=device)',
  ],
  BROWSER_NOT_OPENED: [
    'no browser could be opened',
    'open the address that is shown, or sign in on another device',
  ],
} as const satisfies ErrorTable;
