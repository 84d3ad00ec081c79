import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  buildChain,
  embeddedScts,
  parseCertificate,
  readSigner,
  verifySct,
} from '../../../core/certificate/index.js';
import { decodePem, toHex } from '../../../core/encoding/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { realStack } from '../../support/stack.js';
import { type Sandbox, startSandbox } from '../index.js';
import { ask, chainOf, ecKey, type FulcioUnderTest, fulcioAt, mintAt, post, proofOf, v2Body } from './ask.js';
import { askEverything, WORKFLOW } from './cases.js';

const key = ecKey('P-256');

const IDENTITIES = {
  email: { sub: 'user-1', email: 'dev@peers.test', email_verified: 'true' },
  workflow: WORKFLOW,
  username: { sub: 'alice', email: '' },
} as const;

async function certify(fulcio: FulcioUnderTest, kind: keyof typeof IDENTITIES): Promise<string[]> {
  const claims: Record<string, string> = { ...IDENTITIES[kind] };
  const token = await mintAt(fulcio.issuers[kind], claims);
  const subject = kind === 'email' ? claims['email'] : claims['sub'];
  return chainOf(
    await ask(`${fulcio.url}/api/v2/signingCert`, post(v2Body(token, key, proofOf(subject ?? '', key)))),
  );
}

/** Every extension except the SCT list: id, critical, value. The issuer's URL and key id are replaced by names. */
function extensionTable(pem: string, fulcio: FulcioUnderTest, issuerPem: string) {
  const { extensions } = parseCertificate(decodePem('CERTIFICATE', pem));
  const issuerKeyId = parseCertificate(decodePem('CERTIFICATE', issuerPem)).extensions.find(
    ({ oid }) => oid === '2.5.29.14',
  );
  const known = [
    ...Object.values(fulcio.issuers).map((url) => Buffer.from(url).toString('hex')),
    toHex(issuerKeyId?.value ?? new Uint8Array()).slice(4),
  ];
  return extensions
    .filter(({ oid }) => oid !== '1.3.6.1.4.1.11129.2.4.2')
    .map(({ oid, critical, value }) => {
      const hex = known.reduce((text, one) => text.replace(one, '…'), toHex(value));
      return `${oid}${critical ? ' critical' : ''} ${hex.includes('…') ? hex.slice(hex.indexOf('…')) : hex}`;
    });
}

describe('the Fulcio of the sandbox', () => {
  let sandbox: Sandbox;
  let fulcio: FulcioUnderTest;
  before(async () => {
    sandbox = await startSandbox();
    fulcio = await fulcioAt(sandbox.urls.fulcio);
  });
  after(() => sandbox.stop());

  it('answers every client mistake as the real Fulcio does', async (t) => {
    const real = await realStack();
    if ('reason' in real) return t.skip(real.reason);
    const theirs = await askEverything(await fulcioAt(real.found.env['SIGSTORE_FULCIO_URL'] ?? ''));
    assert.deepEqual(await askEverything(fulcio), theirs);
  });

  it('writes the same extensions as the real Fulcio, in the same order', async (t) => {
    const real = await realStack();
    if ('reason' in real) return t.skip(real.reason);
    const theirs = await fulcioAt(real.found.env['SIGSTORE_FULCIO_URL'] ?? '');
    for (const kind of ['email', 'workflow', 'username'] as const) {
      const [ourLeaf = '', ourIssuer = ''] = await certify(fulcio, kind);
      const [theirLeaf = '', theirIssuer = ''] = await certify(theirs, kind);
      assert.deepEqual(
        extensionTable(ourLeaf, fulcio, ourIssuer),
        extensionTable(theirLeaf, theirs, theirIssuer),
      );
    }
  });

  it('refuses bad tokens, keys and proofs with the status and text of Fulcio', async () => {
    const answers = await askEverything(fulcio);
    const refusals = Object.entries(answers).filter(([, { status }]) => status >= 300);
    const told = (name: string) => JSON.parse(answers[name]?.body ?? '{}');
    for (const [, { type, body }] of refusals) {
      assert.equal(type, 'application/json');
      assert.deepEqual(Object.keys(JSON.parse(body)), ['code', 'message', 'details']);
    }
    const tokens = refusals.filter(([name]) => / token /.test(name) && !name.includes('header'));
    assert.equal(tokens.length, 23);
    for (const [, { body }] of tokens)
      assert.equal(JSON.parse(body).message, 'There was an error processing the identity token');
    assert.equal(told('v2 RSA 1024 key').message, 'The public key supplied in the request is insecure');
    assert.equal(
      told('v2 proof by another key').message,
      'The signature supplied in the request could not be verified',
    );
    assert.equal(told('v2 CSR that is none').message, 'The certificate signing request could not be parsed');
    assert.equal(answers['GET /api/v2/signingCert']?.status, 501);
    assert.equal(answers['v1 good']?.status, 201);
  });

  it('issues ten-minute certificates whose chain openssl accepts', { skip: NO_OPENSSL }, async () => {
    for (const kind of ['email', 'workflow', 'username'] as const) {
      const [leaf = '', issuer = '', root = ''] = await certify(fulcio, kind);
      const args = [
        'verify',
        '-x509_strict',
        '-purpose',
        'any',
        '-CAfile',
        'root',
        '-untrusted',
        'issuer',
        'leaf',
      ];
      const { status, stderr } = openssl(args, { leaf, issuer, root });
      assert.equal(status, 0, stderr);
      const { notBefore, notAfter } = parseCertificate(decodePem('CERTIFICATE', leaf));
      assert.equal(notAfter - notBefore, 600);
    }
  });

  it('embeds an SCT that core verifies against the trusted root', async () => {
    const trust = parseTrustedRoot(readFileSync(sandbox.trustedRootPath, 'utf8'));
    const [leaf, issuer] = (await certify(fulcio, 'workflow')).map((pem) =>
      parseCertificate(decodePem('CERTIFICATE', pem)),
    );
    assert.ok(leaf && issuer);
    const chain = await buildChain(leaf, trust.certificateAuthorities, leaf.notBefore);
    assert.equal(chain.ok, true);
    const [sct, ...more] = embeddedScts(leaf);
    assert.ok(sct);
    assert.equal(more.length, 0);
    assert.equal(await verifySct(leaf, issuer, sct, trust.ctLogs), 'ok');
    assert.equal(readSigner(leaf)?.issuer, sandbox.urls.oidcWorkflow);
  });

  it('never gives the same serial number twice', async () => {
    const leaves = [await certify(fulcio, 'email'), await certify(fulcio, 'email')];
    const [first, second] = leaves.map(([leaf = '']) => new X509Certificate(leaf).serialNumber);
    assert.notEqual(first, second);
  });

  it('takes a certificate signing request, and refuses one with a wrong signature', {
    skip: NO_OPENSSL,
  }, async () => {
    const keyPem = key.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const made = openssl(['req', '-new', '-key', 'key', '-subj', '/CN=x'], { key: keyPem });
    const csr = Buffer.from(made.stdout).toString();
    const token = sandbox.mintToken();
    const send = (pem: string) =>
      ask(
        `${fulcio.url}/api/v2/signingCert`,
        post({ certificateSigningRequest: Buffer.from(pem).toString('base64') }, token),
      );
    assert.equal((await send(csr)).status, 200);
    const der = Buffer.from(csr.split('\n').slice(1, -2).join(''), 'base64');
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
    const broken = csr
      .split('\n')
      .with(1, '')
      .slice(0, 1)
      .concat(der.toString('base64').match(/.{1,64}/g) ?? []);
    const refused = await send(`${broken.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`);
    assert.match(refused.body, /signature supplied in the request could not be verified/);
  });

  it('reports a failure of the CT log', async () => {
    sandbox.faults.add({ server: 'ct', action: { status: 500 }, times: 1 });
    await assert.rejects(
      certify(fulcio, 'email'),
      /status 500: {"code":13,"message":"Error entering certificate in CTL","details":\[\]}/,
    );
    assert.equal((await certify(fulcio, 'email')).length, 3);
  });
});
