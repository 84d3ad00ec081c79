import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBundle } from '../../../core/bundle/index.js';
import { parseCertificate } from '../../../core/certificate/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { parseCms } from '../../../core/signature/index.js';
import { checkArtifact } from '../../../core/verify/bundle/artifact-check.js';
import { bindBundleEntry } from '../../../core/verify/bundle/bind-entry.js';
import { signedContent } from '../../../core/verify/bundle/signed-content.js';
import { checkIssuance } from '../../../core/verify/certificate-checks.js';
import { judgeEvidence } from '../../../core/verify/evidence.js';
import { type GitObject, verifyBundle, verifyGitObject, withAskedName } from '../../../core/verify/index.js';
import { bindEmbeddedEntry, isOnlineRecord } from '../../../core/verify/log-entry.js';
import { checkLogProofs } from '../../../core/verify/log-proofs.js';
import { verifyOpenPgp } from '../../../core/verify/openpgp.js';
import { verifySsh } from '../../../core/verify/ssh.js';
import { verifyX509 } from '../../../core/verify/x509.js';
import { bundleBytes, makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';
import { issueAuthority, newKey, T0 } from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';
import { commitPayload } from '../../support/signed-commit.js';
import { issueSmime } from '../../support/smime.js';

// Values that are not input at all: only a bug of the program can pass them.
const NOTHING = new Proxy(
  {},
  {
    get: () => {
      throw new TypeError('no input');
    },
  },
) as never;

const instance = new TestInstance();
const { trust } = instance;
const artifact = utf8('an artifact\n');
const made = instance.sign(commitPayload());
const cms = parseCms(made.cms);
const certificate = parseCertificate(made.certificate);
const bundle = parseBundle(bundleBytes(makeBundle(instance, artifact).json));
const TAG: GitObject = { id: 'ab', type: 'tag', raw: NOTHING, format: 'sha1' };

/** The certificate with one extension that cannot be read. */
const withExtension = (oid: string) => ({
  ...certificate,
  extensions: [
    ...certificate.extensions.filter((one) => one.oid !== oid),
    { oid, critical: false, value: NOTHING },
  ],
});

const FAULTS: Readonly<Record<string, () => unknown>> = {
  'the statement of an attestation': () =>
    checkArtifact(
      {
        kind: 'dsse',
        signature: artifact,
        payloadType: 'application/vnd.in-toto+json',
        payload: NOTHING,
      },
      artifact,
    ),
  'the body of a bundle’s entry': () => {
    const [entry] = bundle.logEntries;
    assert.ok(entry);
    const { content } = bundle;
    const signed = signedContent(content, artifact);
    return bindBundleEntry(
      { ...entry, body: NOTHING },
      { content, signed, verifier: { certificate: certificate.der } },
    );
  },
  'a bundle': () => verifyBundle({ bundle: NOTHING, artifact }, { trust }),
  'the SCTs of a certificate': () => checkIssuance(withExtension('1.3.6.1.4.1.11129.2.4.2'), [], { trust }),
  'what a certificate claims of its signer': () =>
    judgeEvidence(
      {
        certificate: withExtension('1.3.6.1.4.1.57264.1.12'),
        signature: artifact,
        timestampTokens: [],
        checks: [],
      },
      Promise.resolve({ checks: [], times: [] }),
      { trust },
    ),
  'a commit': () => verifyGitObject({ ...TAG, type: 'commit' }, { trust }),
  'the name in a tag': () =>
    withAskedName({ object: TAG, signature: 'none', outcome: 'unsigned', checks: [] }, TAG, 'refs/tags/v1'),
  'the body of an embedded entry': () =>
    bindEmbeddedEntry({ ...made.logEntry, body: { length: 0 } as never }, cms, certificate),
  'the body of an entry that was looked up': () => isOnlineRecord(NOTHING, [], certificate.der, NOTHING),
  'a checkpoint': () => {
    const { inclusionProof, ...entry } = made.logEntry;
    assert.ok(inclusionProof);
    const unread = { ...entry, inclusionProof: { ...inclusionProof, checkpoint: NOTHING } };
    return checkLogProofs(unread, utf8('x'), trust);
  },
  'an OpenPGP signature': () => verifyOpenPgp(artifact, NOTHING, { trust }),
  'an SSH signature': () => verifySsh(artifact, NOTHING, { trust }),
  'the name of a root': () => {
    const root = issueAuthority('root');
    const odd = { ...root.certificate, subject: NOTHING };
    const tokens = { ...cms, timestampTokens: [artifact] };
    const x509 = async () => ({ given: [odd], system: [], intermediates: [] });
    return verifyX509(artifact, tokens, issueSmime(root).certificate, { trust, x509 });
  },
  'the names of an S/MIME certificate': () => {
    const { certificate: leaf } = issueSmime(issueAuthority('root'));
    return verifyX509(artifact, cms, { ...leaf, issuer: NOTHING }, { trust });
  },
  'the subject of an S/MIME certificate with a malformed extension': () => {
    const malformed = { keyUsage: extension('2.5.29.15', Uint8Array.of(1)), subjectAltName: undefined };
    const { certificate: leaf } = issueSmime(issueAuthority('root'), malformed);
    return verifyX509(artifact, cms, { ...leaf, subject: NOTHING }, { trust, now: T0 });
  },
  'the parameters of an RSASSA-PSS signature': () => {
    const signer = issueSmime(issueAuthority('root'), {}, { key: newKey('rsa') });
    const pss = { ...cms, signatureAlgorithm: '1.2.840.113549.1.1.10', signatureParameters: NOTHING };
    return verifyX509(artifact, pss, signer.certificate, { trust, now: T0 });
  },
};

for (const [what, read] of Object.entries(FAULTS))
  test(`a bug of the program in reading ${what} is thrown, and makes no verdict`, async () => {
    await assert.rejects(async () => read(), TypeError);
  });
