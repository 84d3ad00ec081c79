import { recordWish } from '../../act/own-identity/record-identity.js';
import { fingerprints } from '../../core/certificate/index.js';
import { fromBase64, toBase64 } from '../../core/encoding/index.js';
import { verifyNextInPlace } from '../../core/primitives/index.js';
import { unixNow } from '../../io/clock.js';
import type { Signatory } from '../../io/consent/index.js';
import type { TokenClaims } from '../../io/identity/index.js';
import { requireConsent } from '../consent/index.js';
import { SignerError } from '../errors.js';
import { isCommitter, matchCommitter, matchCommitterEarly, personOf } from '../sign/committer.js';
import { claimedTime, remarkCommitter } from '../sign/remarks.js';
import { selfCheck } from '../sign/self-check.js';
import { checkMode, type FinishedSignature, makeSignature } from '../sign/signature.js';
import { sigCreated } from '../sign/status-lines.js';
import { EditorPerson } from '../window/person.js';
import { clientPort } from './ask-consent.js';
import type { Connection } from './connection.js';
import type { Obtainer } from './obtain.js';
import { LARGEST_SENT, ProtocolError } from './protocol.js';
import type { AgentSession } from './sessions.js';
import type { Task } from './task.js';

/** A certificate that ends this soon may have expired before the log takes the entry. */
const NEAR_END_S = 60;

/** The payload of a request to sign. @throws ProtocolError, EncodingError */
export function payloadIn(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw new ProtocolError('no payload');
  const payload = fromBase64(value);
  if (payload.length > LARGEST_SENT) throw new ProtocolError('the payload is too large');
  return payload;
}

/**
 * Signs a payload with a session's key, with the same checks in the same order as without an agent. The client gets the signature
 * only after it was logged and verified.
 * @throws whatever making a signature throws
 */
export async function signTask(
  connection: Connection,
  task: Task,
  payload: Uint8Array,
  obtainer: Obtainer,
): Promise<void> {
  const { config, session } = task;
  checkMode(config, payload);
  const committer = config.matchCommitter.value ? personOf(payload) : undefined;
  if (config.matchCommitter.value && !committer)
    return connection.finish({ type: 'declined', why: 'the payload names no committer to match' });
  const suits = ({ signer }: AgentSession) => !committer || isCommitter(signer, committer);
  const admitting = committer
    ? { ...task, admit: (claims: TokenClaims) => matchCommitterEarly(claims, payload) }
    : task;
  let used = await obtainer.obtain(connection, admitting, suits);
  if (committer) await matchCommitter(used.signer, payload);
  // Since the session began, the user may have withdrawn their consent; or it was given for another client only.
  await requireConsentAgain(task, used.signatory, connection);
  connection.signal.throwIfAborted();
  let finished: FinishedSignature;
  try {
    finished = await signed(task, used, payload);
  } catch (error) {
    const late = error instanceof SignerError && error.code === 'OWN_SIGNATURE_UNSOUND';
    if (!late || used.validity.left() > NEAR_END_S) throw error;
    obtainer.sessions.drop(used);
    used = await obtainer.obtain(connection, admitting, suits);
    finished = await signed(task, used, payload);
  }
  const { certificate, signer } = used;
  await remarkCommitter(signer, payload, task.surroundings.env, (line) =>
    connection.send({ type: 'say', line }),
  );
  connection.finish({
    type: 'signed',
    // first-try.pl recognises the message by its beginning, so the order of the members counts.
    record: recordWish(session.gitConfig) !== undefined,
    created: sigCreated(certificate, fingerprints(certificate).sha1, unixNow()),
    signer: { subject: signer.subject, issuer: signer.issuer },
    armor: toBase64(finished.armor),
    der: toBase64(finished.der),
  });
}

async function requireConsentAgain(
  { config, surroundings }: Task,
  signatory: Signatory,
  connection: Connection,
): Promise<void> {
  const person = new EditorPerson(surroundings);
  try {
    await requireConsent(config, signatory, surroundings.env, person.port(clientPort(connection)));
  } finally {
    await person.close();
  }
}

async function signed(task: Task, session: AgentSession, payload: Uint8Array): Promise<FinishedSignature> {
  const { config, trust } = task;
  const { key, certificate } = session;
  verifyNextInPlace();
  const finished = await makeSignature({
    payload,
    key,
    certificate,
    config,
    trust,
    now: claimedTime(certificate),
  });
  await selfCheck(payload, finished, trust, session.checked);
  session.signatures += 1;
  return finished;
}
