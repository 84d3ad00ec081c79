import { buildChain, type Certificate, checkLeaf, parseCertificate } from '../../core/certificate/index.js';
import type { AGENT_ERRORS } from '../../core/codes/errors/program.js';
import { equalBytes, fromBase64, isObject, toBase64 } from '../../core/encoding/index.js';
import type { Signatory } from '../../io/consent/index.js';
import { SignerError } from '../errors.js';
import { type EphemeralKey, ephemeralKey } from '../sign/key.js';
import type { Connection } from './connection.js';
import { isProvable } from './proof.js';
import { ProtocolError } from './protocol.js';
import { type AgentSession, newSession } from './sessions.js';
import type { Task } from './task.js';

/** The client could not get a certificate. The client itself reports why. */
export class NotCertified extends Error {
  override readonly name = 'NotCertified';
  readonly code = 'NOT_CERTIFIED' satisfies keyof typeof AGENT_ERRORS;
}

/**
 * Makes a session with a new key. The client has the token, so the client asks Fulcio: it gets the public key and one proof of
 * possession from the agent, and sends back the certificate.
 * @throws NotCertified, ClientGone, ProtocolError, SignerError AGENT_REFUSED
 */
export async function certifiedByClient(connection: Connection, task: Task): Promise<AgentSession> {
  const key = ephemeralKey();
  connection.send({ type: 'certify', publicKey: toBase64(key.publicKey) });
  const asked = await connection.next();
  if (asked.type === 'no-certificate') throw new NotCertified('the client got no certificate');
  if (asked.type !== 'prove') throw new ProtocolError('a proof should have been asked for');
  const subject = bytesIn(asked['subject']);
  if (!isProvable(subject)) throw refused('an identity like this is not signed for');
  connection.send({ type: 'proof', signature: toBase64(key.sign(subject)) });
  const given = await connection.next();
  if (given.type === 'no-certificate') throw new NotCertified('the client got no certificate');
  if (given.type !== 'certificate') throw new ProtocolError('a certificate should have come');
  const certificate = await checked(bytesIn(given['der']), key, task);
  const session = newSession(task.binding, key, certificate, signatoryIn(given['signatory']));
  if (session) return session;
  throw refused('the certificate does not say who it is for');
}

/** Checks that the certificate is for our key, can be used to sign, and comes from an authority that the client trusts. */
async function checked(der: Uint8Array, key: EphemeralKey, { trust }: Task): Promise<Certificate> {
  const certificate = parseCertificate(der);
  if (!equalBytes(certificate.spki, key.publicKey)) throw refused('the certificate is for another key');
  const problem = checkLeaf(certificate);
  if (problem) throw refused(`the certificate cannot be used: ${problem.detail}`);
  const chain = await buildChain(certificate, trust.certificateAuthorities, certificate.notBefore);
  if (!chain.ok) throw refused(`the certificate is not from a trusted authority: ${chain.detail}`);
  return certificate;
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function signatoryIn(value: unknown): Signatory {
  const { identity, isPerson } = objectIn(value);
  const { subject, issuer } = objectIn(identity);
  if (typeof subject !== 'string' || typeof issuer !== 'string' || typeof isPerson !== 'boolean')
    throw new ProtocolError('it is not said whose certificate this is');
  return { identity: { subject, issuer }, isPerson };
}

function bytesIn(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw new ProtocolError('bytes are missing');
  return fromBase64(value);
}

function refused(why: string): SignerError {
  return new SignerError(
    'AGENT_REFUSED',
    `the agent refused: ${why}`,
    'check the Fulcio URL and the trusted root in the configuration, or set waxseal.agent to false',
  );
}
