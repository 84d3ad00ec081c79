import type { Signer } from '../../core/certificate/index.js';
import { latin1 } from '../../core/encoding/index.js';
import { isSameAddress } from '../../core/git/index.js';
import type { Person } from '../../io/consent/index.js';
import { git } from '../../io/git/index.js';

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

/** Whether an identity belongs to a person: an e-mail identity by the address ({@link isSameAddress}), any other by name or address. */
export function isCommitter(signer: Subject, { name, email }: Person): boolean {
  return signer.subjectType === 'email'
    ? isSameAddress(signer.subject, email)
    : signer.subject === name || signer.subject === email;
}
