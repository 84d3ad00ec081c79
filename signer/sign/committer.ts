import type { Signer } from '../../core/certificate/index.js';
import { latin1 } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import { git } from '../../io/git/index.js';
import type { TokenClaims } from '../../io/identity/index.js';
import { SignerError } from '../errors.js';

/** The name and address that git writes into an object. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

type Subject = Pick<Signer, 'subject' | 'subjectType'>;

const LARGEST_HEADER = 1024 * 1024;
const IDENT = /^([^<]*?) ?<([^<>]*)>/;

function person(ident: string): Person | undefined {
  const match = IDENT.exec(ident);
  return match ? { name: match[1] ?? '', email: match[2] ?? '' } : undefined;
}

function decoded(bytes: string): string {
  const raw = Uint8Array.from(bytes, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return bytes;
  }
}

/** The person in a payload: the committer of a commit, the tagger of a tag, the pusher of a push certificate. */
export function personOf(payload: Uint8Array): Person | undefined {
  const text = latin1(payload.subarray(0, LARGEST_HEADER));
  const end = text.indexOf('\n\n');
  const header = end < 0 ? text : text.slice(0, end);
  const line = header.split('\n').find((candidate) => /^(?:committer|tagger|pusher) /.test(candidate));
  return line === undefined ? undefined : person(decoded(line.slice(line.indexOf(' ') + 1)));
}

/** The person git would write, from GIT_COMMITTER_*, or else from committer.* and user.* in its configuration. Asks git itself. */
async function configuredCommitter(): Promise<Person | undefined> {
  const { stdout, exitCode } = await git({
    args: ['var', 'GIT_COMMITTER_IDENT'],
    env: process.env,
    accept: [0, 1, 128],
  });
  return exitCode === 0 ? person(decoded(latin1(stdout))) : undefined;
}

/** The person in the payload, or, if it names nobody, the person git would write. */
export async function committerOf(payload: Uint8Array): Promise<Person | undefined> {
  return personOf(payload) ?? configuredCommitter();
}

/** Whether an identity belongs to a person: an e-mail identity by the address, any other by the name or the address. */
export function isCommitter(signer: Subject, { name, email }: Person): boolean {
  return signer.subjectType === 'email'
    ? signer.subject === email
    : signer.subject === name || signer.subject === email;
}

/**
 * Refuses if the identity that signed in does not belong to the person in the payload. An e-mail identity must be that person's
 * address; any other identity must be the name (as in gitsign's matchCommitter) or the address. For a payload that names nobody,
 * git is asked who the committer is.
 * @throws SignerError COMMITTER_MISMATCH
 */
export async function matchCommitter(signer: Subject, payload: Uint8Array): Promise<void> {
  const committer = await committerOf(payload);
  if (committer && isCommitter(signer, committer)) return;
  const who = committer ? `${harmless(committer.name)} <${harmless(committer.email)}>` : 'not known';
  throw new SignerError(
    'COMMITTER_MISMATCH',
    `the identity that signed in, ${harmless(signer.subject)}, does not match the committer, ${who}; nothing was signed or logged`,
    'set user.email to the identity, sign in as the committer, or set waxseal.matchCommitter to false',
  );
}

/**
 * The same with a token's claims, before Fulcio and the logs get the identity. Only an e-mail identity is known at this point. For
 * any other, Fulcio decides what the certificate says, and {@link matchCommitter} checks it before anything is logged.
 * @throws SignerError COMMITTER_MISMATCH
 */
export async function matchCommitterEarly({ email }: TokenClaims, payload: Uint8Array): Promise<void> {
  if (email !== undefined) await matchCommitter({ subject: email, subjectType: 'email' }, payload);
}
