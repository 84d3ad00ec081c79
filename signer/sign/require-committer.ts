import type { Signer } from '../../core/certificate/index.js';
import { addressDifference, isSameAddress } from '../../core/git/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { Config } from '../../io/config/index.js';
import { allowCommitter, allowedCommitters, type ConsentPort, type Person } from '../../io/consent/index.js';
import type { TokenClaims } from '../../io/identity/index.js';
import { SignerError } from '../errors.js';
import { committerOf, isCommitter, personOf } from './committer.js';

/** Where a signature is made: its configuration, and the environment of the user who wants it. */
export interface SigningPlace {
  readonly config: Pick<Config, 'matchCommitter'>;
  readonly env: NodeJS.ProcessEnv;
}

type Identity = Pick<Signer, 'subject' | 'subjectType' | 'issuer'>;

/**
 * Whether an identity may sign for a committer: `yes`, `no`, or only after the person said so (`ask`). With waxseal.matchCommitter it
 * must be the committer's. Without that setting, only an e-mail identity is compared: it must be the committer's, or allowed earlier.
 */
export function maySignFor(
  { config, env }: SigningPlace,
  signer: Pick<Signer, 'subject' | 'subjectType'>,
  committer: Person,
): 'yes' | 'ask' | 'no' {
  const { value: mode } = config.matchCommitter;
  if (mode === false || isCommitter(signer, committer)) return 'yes';
  if (mode === true) return 'no';
  if (signer.subjectType !== 'email') return 'yes';
  const allowed = allowedCommitters(env).some(
    (pair) => isSameAddress(pair.identity, signer.subject) && isSameAddress(pair.committer, committer.email),
  );
  return allowed ? 'yes' : 'ask';
}

/**
 * Makes sure that an identity may sign for the person in the payload: the committer of a commit, the tagger of a tag, the pusher of a
 * push certificate. With waxseal.matchCommitter, if the payload names nobody, git is asked who the committer is. If the person has to
 * decide, they are asked, once for each pair of addresses.
 * @param port asks the person, at most once
 * @throws SignerError COMMITTER_MISMATCH, COMMITTER_REFUSED
 */
export async function requireCommitter(
  place: SigningPlace,
  signer: Identity,
  payload: Uint8Array,
  port: ConsentPort,
): Promise<void> {
  const { value: mode } = place.config.matchCommitter;
  if (mode === false) return;
  const committer = mode ? await committerOf(payload) : personOf(payload);
  if (!committer && !mode) return; // nothing that git makes
  const may = committer ? maySignFor(place, signer, committer) : 'no';
  if (may === 'yes') return;
  if (!committer || may === 'no') throw mismatch(signer.subject, committer, ALLOW_NONE);
  const difference = addressDifference(signer.subject, committer.email);
  const { subject, issuer } = signer;
  const answer = await port.ask({ identity: { subject, issuer }, committer, difference });
  if (answer === 'nobody') throw mismatch(subject, committer, howToAllow(subject, committer.email));
  if (answer === 'refused')
    throw new SignerError(
      'COMMITTER_REFUSED',
      `you did not want ${harmless(subject)} to sign for ${named(committer)}; nothing was signed or logged`,
      'sign in as the committer: waxseal login',
    );
  // If it cannot be stored, the person is asked again next time.
  await allowCommitter(place.env, { identity: subject, committer: committer.email }).catch(() => undefined);
}

/**
 * The same with a token's claims, before Fulcio and the logs get the identity. Only an e-mail identity is known at this point. For
 * any other, Fulcio decides what the certificate says, and {@link requireCommitter} checks it before anything is logged.
 * @throws SignerError COMMITTER_MISMATCH, COMMITTER_REFUSED
 */
export async function requireCommitterEarly(
  place: SigningPlace,
  { email, issuer }: Pick<TokenClaims, 'email' | 'issuer'>,
  payload: Uint8Array,
  port: ConsentPort,
): Promise<void> {
  if (email !== undefined)
    await requireCommitter(place, { subject: email, subjectType: 'email', issuer }, payload, port);
}

const ALLOW_NONE =
  'set user.email to the identity, sign in as the committer, or set waxseal.matchCommitter to false';

function howToAllow(subject: string, email: string): string {
  return `sign in as the committer (waxseal login), commit as this identity (git config user.email ${word(subject)}), or let it sign for this committer (waxseal login --for ${word(email)}); waxseal.matchCommitter=false allows every difference`;
}

/** An address as a word of a command that people copy. */
function word(address: string): string {
  return /^[\w.+@-]+$/.test(address) ? address : 'ADDRESS';
}

function named({ name, email }: Person): string {
  return `${harmless(name)} <${harmless(email)}>`;
}

function mismatch(subject: string, committer: Person | undefined, hint: string): SignerError {
  const who = committer ? named(committer) : 'not known';
  const difference =
    committer && subject.includes('@') ? ` (${addressDifference(subject, committer.email)})` : '';
  return new SignerError(
    'COMMITTER_MISMATCH',
    `the identity that signed in, ${harmless(subject)}, does not match the committer, ${who}${difference}; nothing was signed or logged`,
    hint,
  );
}
