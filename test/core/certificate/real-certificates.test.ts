import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  buildChain,
  type Certificate,
  checkLeaf,
  embeddedScts,
  fingerprints,
  nameText,
  parseCertificate,
  readSigner,
  type SignatureCache,
  verifySct,
} from '../../../core/certificate/index.js';
import { toHex } from '../../../core/encoding/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../../core/trust/index.js';
import { cmsParts } from '../../support/cms-oracle.js';
import { sharedDir } from '../../support/shared.js';
import { signedFixtures } from '../../support/signed-fixtures.js';

const { dir, skip } = sharedDir('fixtures');

interface SignedBy {
  readonly name: string;
  /** DER of the certificate of the signer. */
  readonly signer: Uint8Array;
}

const found = new Map<string, readonly SignedBy[]>();

/** The signed objects of a folder of the fixtures. They are read once, because pkijs takes longer than all the tests. */
function objectsIn(folder: string): readonly SignedBy[] {
  const objects =
    found.get(folder) ??
    signedFixtures(join(dir, folder)).map(({ name, cms }) => ({
      name,
      signer: cmsParts(cms).signerCertificate,
    }));
  found.set(folder, objects);
  return objects;
}

/** The facts about certificates from production-commits/expected.json. Other programs found them. */
interface Expected {
  readonly sha: string;
  readonly san: readonly string[];
  readonly issuer: string;
  readonly ca: string;
}

async function sctOutcomes(cert: Certificate, trust: TrustedRoot, cache: SignatureCache): Promise<string[]> {
  const chain = await buildChain(cert, trust.certificateAuthorities, cert.notBefore, { cache });
  if (!chain.ok) return [chain.reason];
  return Promise.all(
    embeddedScts(cert).map((sct) => verifySct(cert, chain.issuer, sct, trust.ctLogs, cache)),
  );
}

function trustIn(path: string): TrustedRoot {
  return parseTrustedRoot(readFileSync(join(dir, path), 'utf8'));
}

describe('certificates of real signatures', { skip }, () => {
  const folders = [
    { folder: 'gitsign/objects', trust: 'gitsign/trust/trusted_root.json' },
    { folder: 'production-commits', trust: 'trust/public-good-trusted_root.json' },
  ];
  for (const { folder, trust } of folders) {
    it(`${folder}: each is accepted, chains to its authority and has a good SCT, unless it was altered`, async () => {
      const root = trustIn(trust);
      const cache: SignatureCache = new Map();
      const fixtures = objectsIn(folder);
      assert.ok(fixtures.length >= 30, `${fixtures.length} objects`);
      for (const { name, signer } of fixtures) {
        const cert = parseCertificate(signer);
        assert.equal(checkLeaf(cert), undefined, name);
        const expected = name === 'neg-sct.commit' ? ['CHAIN_SIGNATURE_WRONG'] : ['ok'];
        assert.deepEqual(await sctOutcomes(cert, root, cache), expected, name);
      }
    });

    it(`${folder}: fields and fingerprints agree with node:crypto`, () => {
      for (const { name, signer: der } of objectsIn(folder)) {
        const ours = parseCertificate(der);
        const theirs = new X509Certificate(der);
        assert.equal(BigInt(`0x${toHex(ours.serial)}`), BigInt(`0x${theirs.serialNumber}`), name);
        assert.equal(ours.notBefore * 1000, Date.parse(theirs.validFrom), name);
        assert.equal(ours.notAfter * 1000, Date.parse(theirs.validTo), name);
        const { sha1, sha256 } = fingerprints(ours);
        assert.equal(sha1, theirs.fingerprint.replaceAll(':', '').toLowerCase(), name);
        assert.equal(sha256, theirs.fingerprint256.replaceAll(':', '').toLowerCase(), name);
        assert.deepEqual(
          ours.spki,
          Uint8Array.from(theirs.publicKey.export({ format: 'der', type: 'spki' })),
        );
      }
    });
  }

  it('production commits name the signer and the authority other programs found', () => {
    const objects = objectsIn('production-commits');
    const expected: readonly Expected[] = JSON.parse(
      readFileSync(join(dir, 'production-commits/expected.json'), 'utf8'),
    );
    assert.equal(objects.length, expected.length);
    for (const { sha, san, issuer, ca } of expected) {
      const object = objects.find(({ name }) => name === sha);
      assert.ok(object, sha);
      const cert = parseCertificate(object.signer);
      const signer = readSigner(cert);
      assert.deepEqual([signer?.subject], san, sha);
      assert.equal(signer?.subjectType, 'uri', sha);
      assert.equal(signer?.issuer, issuer, sha);
      assert.equal(nameText(cert.issuer), ca, sha);
    }
  });

  it('the claims of a GitHub workflow and the username of a Fulcio username certificate are read', () => {
    const signerOf = (file: string) => {
      const object = objectsIn('gitsign/objects').find(({ name }) => name === file);
      assert.ok(object);
      return readSigner(parseCertificate(object.signer));
    };
    const workflow = signerOf('0.16-offline-no-gh.commit');
    assert.equal(workflow?.claims.githubWorkflowRepository, 'peers/demo');
    assert.equal(workflow?.claims.githubWorkflowTrigger, 'push');
    assert.equal(workflow?.claims.runnerEnvironment, 'github-hosted');
    assert.equal(workflow?.claims.sourceRepositoryUri, 'https://github.com/peers/demo');
    assert.match(workflow?.claims.tokenSubject ?? '', /^repo:peers\/demo:/);
    assert.deepEqual(signerOf('0.16-offline-no-user.commit'), {
      subject: 'alice!localhost',
      subjectType: 'otherName',
      issuer: 'http://localhost:5558',
      claims: { tokenSubject: 'alice' },
    });
  });

  it('the authority that issued directly from its root in 2021 and 2022 has an anchor that this program can use', async () => {
    const root = trustIn('trust/public-good-trusted_root.json');
    const [first] = root.certificateAuthorities;
    const [anchor] = first?.chain ?? [];
    assert.ok(first && anchor && first.chain.length === 1);
    assert.equal(nameText(anchor.subject), 'CN=sigstore,O=sigstore.dev');
    const selfSigned = await buildChain(
      anchor,
      [{ ...first, chain: [parseCertificate(anchor.der)] }],
      1640995200,
    );
    assert.equal(selfSigned.ok, true);
  });
});
