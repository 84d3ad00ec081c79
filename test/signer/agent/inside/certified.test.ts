import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { certifiedByClient } from '../../../../signer/agent/certified.js';
import { Connection } from '../../../../signer/agent/connection.js';
import type { AgentSession, Binding } from '../../../../signer/agent/sessions.js';
import type { Task } from '../../../../signer/agent/task.js';
import { type Issued, issueAuthority, issueLeaf, newKey, T0, type TestKey } from '../../../support/pki.js';
import { FakeSocket, settled } from './fake-socket.js';

const root = issueAuthority('root');
const authority = issueAuthority('authority', { issuer: root });
const binding: Binding = { instance: 'i', source: 's', fulcio: 'f', rekor: 'r' };
const chain = [authority.certificate, root.certificate];
const task = {
  binding,
  trust: { certificateAuthorities: [{ uri: '', chain, validFor: { start: T0 } }] },
} as unknown as Task;

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const AGENT_REFUSED = { code: 'AGENT_REFUSED' };
const PROTOCOL = { code: 'AGENT_PROTOCOL' };

interface Exchange {
  readonly socket: FakeSocket;
  readonly done: Promise<AgentSession>;
  readonly publicKey: Uint8Array;
}

const SIGNATORY = { identity: { subject: 'dev@waxseal.test', issuer: 'https://i.test' }, isPerson: true };

/** The agent wants a certificate, and a client has its public key. */
async function asked(): Promise<Exchange> {
  const socket = new FakeSocket();
  const done = certifiedByClient(new Connection(socket.asSocket()), task);
  done.catch(() => undefined);
  await settled();
  const [message] = socket.sent();
  assert.equal(message?.type, 'certify');
  return { socket, done, publicKey: Buffer.from(String(message['publicKey']), 'base64') };
}

/** The client returns what `issue` makes for the agent's key, after a proof. */
async function given(issue: (key: TestKey) => Issued): Promise<AgentSession> {
  const { socket, done, publicKey } = await asked();
  await socket.arrive({ type: 'prove', subject: base64('dev@waxseal.test') });
  const { der } = issue({ ...newKey(), spki: publicKey });
  await socket.arrive({ type: 'certificate', der: base64(der), signatory: SIGNATORY });
  return done;
}

test('a certificate for the key of the agent, from a trusted authority, makes a session', async () => {
  const session = await given((key) => issueLeaf(authority, {}, { key }));
  assert.equal(session.signer.subject, 'dev@waxseal.test');
  assert.equal(session.signer.issuer, 'https://issuer.test');
  assert.equal(session.binding, binding);
  assert.equal(session.token, undefined);
  assert.deepEqual(session.signatory, SIGNATORY);
});

test('possession is proven for the identity that the client names, with the announced key', async () => {
  const { socket, done, publicKey } = await asked();
  await socket.arrive({ type: 'prove', subject: base64('dev@waxseal.test') });
  const [proof, ...more] = socket.sent();
  assert.deepEqual(more, []);
  assert.equal(proof?.type, 'proof');
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  const signature = Buffer.from(String(proof['signature']), 'base64');
  assert.ok(verify('sha256', Buffer.from('dev@waxseal.test'), key, signature));
  await socket.arrive({ type: 'no-certificate' });
  await assert.rejects(done, { name: 'NotCertified', code: 'NOT_CERTIFIED' });
});

test('a client that gets no certificate says so, before or after a proof', async () => {
  const { socket, done } = await asked();
  await socket.arrive({ type: 'no-certificate' });
  await assert.rejects(done, { code: 'NOT_CERTIFIED' });
});

test('a certificate for another key is refused', () =>
  assert.rejects(
    given(() => issueLeaf(authority)),
    { ...AGENT_REFUSED, message: /for another key/ },
  ));

test('the certificate of an authority is not a certificate for signing, whoever issued it', () =>
  assert.rejects(
    given((key) => issueAuthority('the client', { issuer: authority, key })),
    { ...AGENT_REFUSED, message: /cannot be used/ },
  ));

test('a certificate of an untrusted authority is refused, even with a trusted name', async () => {
  const other = issueAuthority('authority', { issuer: issueAuthority('root') });
  await assert.rejects(
    given((key) => issueLeaf(other, {}, { key })),
    { ...AGENT_REFUSED, message: /not from a trusted authority/ },
  );
  await assert.rejects(
    given((key) => issueLeaf(authority, {}, { key, signingKey: newKey() })),
    { ...AGENT_REFUSED, message: /not from a trusted authority/ },
  );
});

test('a certificate from before its authority was trusted is refused', () =>
  assert.rejects(
    given((key) => issueLeaf(authority, {}, { key, notBefore: T0 - 600 })),
    AGENT_REFUSED,
  ));

test('a certificate that does not say who vouches for the identity is refused', () =>
  assert.rejects(
    given((key) => issueLeaf(authority, { issuerV1: undefined, issuerV2: undefined }, { key })),
    AGENT_REFUSED,
  ));

test('text that is not an identity is not signed, and the next request gets another key', async () => {
  const first = await asked();
  await first.socket.arrive({ type: 'prove', subject: base64('a'.repeat(40)) });
  await assert.rejects(first.done, AGENT_REFUSED);
  assert.deepEqual(first.socket.sent(), []);
  assert.notDeepEqual((await asked()).publicKey, first.publicKey);
});

test('a certificate of which it is not said whose it is makes no session', async () => {
  const { identity } = SIGNATORY;
  for (const signatory of [undefined, {}, { identity }, { identity: { subject: 's' }, isPerson: true }]) {
    const { socket, done, publicKey } = await asked();
    await socket.arrive({ type: 'prove', subject: base64('dev@waxseal.test') });
    const { der } = issueLeaf(authority, {}, { key: { ...newKey(), spki: publicKey } });
    await socket.arrive({ type: 'certificate', der: base64(der), signatory });
    await assert.rejects(done, PROTOCOL);
  }
});

test('messages in the wrong order, or without their bytes, violate the protocol', async () => {
  for (const message of [
    { type: 'certificate', der: 'AAAA' },
    { type: 'prove' },
    { type: 'prove', subject: 1 },
  ]) {
    const { socket, done } = await asked();
    await socket.arrive(message);
    await assert.rejects(done, PROTOCOL);
    assert.deepEqual(socket.sent(), []);
  }
  for (const message of [
    { type: 'prove', subject: base64('x') },
    { type: 'certificate', der: 1 },
  ]) {
    const { socket, done } = await asked();
    await socket.arrive({ type: 'prove', subject: base64('dev@waxseal.test') });
    await socket.arrive(message);
    await assert.rejects(done, PROTOCOL);
  }
});
