import { isWished } from '../../act/own-identity/wish.js';
import { fingerprints } from '../../core/certificate/index.js';
import { fromBase64, toBase64 } from '../../core/encoding/index.js';
import { verifyNextInPlace } from '../../core/primitives/index.js';
import { unixNow } from '../../io/clock.js';
import type { ConsentPort } from '../../io/consent/index.js';
import type { TokenClaims } from '../../io/identity/index.js';
import { requireConsent } from '../consent/index.js';
import { SignerError } from '../errors.js';
import { isCommitter, personOf } from '../sign/committer.js';
import { claimedTime, remarkCommitter } from '../sign/remarks.js';
import { maySignFor, requireCommitter, requireCommitterEarly } from '../sign/require-committer.js';
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
  const { config } = task;
  checkMode(config, payload);
  const committer = personOf(payload);
  if (config.matchCommitter.value && !committer)
    return connection.finish({ type: 'declined', why: 'the payload names no committer to match' });
  const place = { config, env: task.surroundings.env };
  const suits = ({ signer }: AgentSession) => (committer ? maySignFor(place, signer, committer) : 'yes');
  const admitting = {
    ...task,
    admit: (claims: TokenClaims, port: ConsentPort) => requireCommitterEarly(place, claims, payload, port),
  };
  let used = await obtainer.obtain(connection, admitting, suits);
  await askAgain(task, used, payload, connection);
  connection.signal.throwIfAborted();
  let finished: FinishedSignature;
  try {
    finished = await signed(task, used, payload);
  } catch (error) {
    const late = error instanceof SignerError && error.code === 'OWN_SIGNATURE_UNSOUND';
    if (!late || used.validity.left() > NEAR_END_S) throw error;
    obtainer.sessions.drop(used);
    used = await obtainer.obtain(connection, admitting, suits);
    await askAgain(task, used, payload, connection);
    finished = await signed(task, used, payload);
  }
  const { certificate, signer } = used;
  // Where the client could only ask and cannot, it need not start Node for that.
  const { terminal, env } = task.surroundings;
  const isOwn = committer !== undefined && isCommitter(signer, committer);
  const canAsk = terminal && env['GIT_TERMINAL_PROMPT'] !== '0';
  const record = (isOwn || canAsk) && (await isWished(config, env));
  await remarkCommitter(place, signer, payload, (line) => connection.send({ type: 'say', line }));
  connection.finish({
    type: 'signed',
    // first-try.pl recognises the message by its beginning, so the order of the members counts.
    record,
    created: sigCreated(certificate, fingerprints(certificate).sha1, unixNow()),
    signer: { subject: signer.subject, issuer: signer.issuer },
    armor: toBase64(finished.armor),
    der: toBase64(finished.der),
  });
}

/**
 * The session may be somebody else's than the committer's. Since it began, the user may have withdrawn their consent; or it was given
 * for another client only.
 */
async function askAgain(
  { config, surroundings }: Task,
  { signer, signatory }: AgentSession,
  payload: Uint8Array,
  connection: Connection,
): Promise<void> {
  const { env } = surroundings;
  const person = new EditorPerson(surroundings);
  try {
    const port = person.port(clientPort(connection));
    await requireCommitter({ config, env }, signer, payload, port);
    await requireConsent(config, signatory, env, port);
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
