import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { utf8 } from '../../core/encoding/index.js';
import { answerOf } from '../../core/finding/index.js';
import {
  attachmentTag,
  CUSTOM_PREDICATE,
  type Descriptor,
  type DocumentKind,
  documentOf,
  parsePlatform,
  predicateTypeOf,
} from '../../core/image/index.js';
import { decidingCheck } from '../../core/verdict/index.js';
import {
  documentsOf,
  ImageSession,
  resolveImage,
  treeOf,
  verifyImageAttestation,
} from '../../inspect/image/index.js';
import { keysNamed, required } from '../support/ask-image.js';
import { MemoryRegistry } from '../support/image-registry.js';
import { TestInstance } from '../support/instance.js';
import { attachBundle, attestUnderTag, imageKey, signUnderTag, statementFor } from '../support/sign-image.js';

const instance = new TestInstance();
const NAME = 'registry.test/app:v1';
const SPDX = 'https://spdx.dev/Document';
const PROVENANCE = 'https://slsa.dev/provenance/v1';

let registry: MemoryRegistry;
let image: Descriptor;

beforeEach(() => {
  registry = new MemoryRegistry();
  image = registry.addImage('one', 'v1');
});

const session = () => new ImageSession(() => registry);

async function verify(type?: string, more: Parameters<typeof required>[1] = {}) {
  const requirements = await required(instance, more);
  return verifyImageAttestation(session(), NAME, { requirements, type });
}

describe('an attestation', () => {
  for (const as of ['dsse 0.0.1', 'intoto 0.0.1', 'intoto 0.0.2'] as const)
    test(`under a tag, logged as ${as}, holds for the type of its statement`, async () => {
      attestUnderTag(registry, instance, image, [statementFor(image, SPDX, {}), { as }]);
      const item = await verify('spdxjson');
      assert.deepEqual([item.verdict.outcome, item.verdict.attests], ['verified', SPDX]);
      const other = await verify('vuln');
      assert.equal(answerOf(other), 'fails');
      assert.deepEqual(other.findings[0]?.values, { type: predicateTypeOf('vuln'), types: SPDX });
    });

  test('in a bundle holds beside one under a tag, each with its own verdict', async () => {
    attachBundle(registry, instance, image, { payload: statementFor(image, SPDX, {}) });
    attestUnderTag(registry, instance, image, [statementFor(image, SPDX, {}), { withSct: false }]);
    const item = await verify('spdx');
    assert.equal(item.verdict.outcome, 'verified');
    assert.deepEqual(
      item.signatures.map(({ kind, verdict }) => [kind, verdict.outcome]),
      [
        ['attestation', 'incomplete'],
        ['bundle', 'verified'],
      ],
    );
  });

  test('is custom where no type is asked for, and any other text is the type itself', async () => {
    const type = 'https://example.test/said/v1';
    attestUnderTag(registry, instance, image, [statementFor(image, CUSTOM_PREDICATE, { Data: 'x' })]);
    assert.equal(answerOf(await verify()), 'holds');
    attestUnderTag(registry, instance, image, [statementFor(image, type, {})]);
    assert.equal(answerOf(await verify()), 'fails');
    assert.equal(answerOf(await verify(type)), 'holds');
  });

  test('about another image, or changed after it was signed, does not hold', async () => {
    const other = registry.addImage('another');
    attestUnderTag(registry, instance, image, [statementFor(other, SPDX, {})]);
    const item = await verify('spdx');
    assert.equal(decidingCheck(item.verdict.checks)?.reason, 'STATEMENT_SUBJECT_MISMATCH');
    assert.equal(answerOf(item), 'fails');
  });

  test('with a key and a timestamp over its envelope holds without a log', async () => {
    const { key, publicKey } = imageKey('P-256');
    const signed = { key, unlogged: true, stampedAt: instance.start + 1002 };
    attestUnderTag(registry, instance, image, [statementFor(image, SPDX, {}), signed]);
    const options = { waive: ['log'], demandTimestamp: true } as const;
    const item = await verify('spdx', { keys: keysNamed(publicKey), options });
    assert.equal(answerOf(item), 'holds');
    assert.equal(item.verdict.signedAt?.source, 'timestamp');
  });
});

const SPDX_DOCUMENT = { spdxVersion: 'SPDX-2.3', packages: [] };
const SAID = 'https://example.test/said/v1';
const PREDICATES: readonly (readonly [string, string, unknown, DocumentKind])[] = [
  ['a document itself', SAID, SPDX_DOCUMENT, 'spdx'],
  ['a document as text in Data', SAID, { Data: JSON.stringify(SPDX_DOCUMENT) }, 'spdx'],
  ['a document as an object in Data', SAID, { Data: SPDX_DOCUMENT }, 'spdx'],
  ['a bare text in tag-value form', SAID, 'SPDXVersion: SPDX-2.3\n', 'spdx'],
  [
    'an SBOM in a custom predicate',
    CUSTOM_PREDICATE,
    { Data: '{"bomFormat":"CycloneDX"}', Timestamp: 'T' },
    'cyclonedx',
  ],
  [
    'an SBOM in XML',
    CUSTOM_PREDICATE,
    { Data: '<bom xmlns="http://cyclonedx.org/schema/bom/1.4">' },
    'cyclonedx',
  ],
  ['provenance of version 1', SAID, { buildDefinition: {}, runDetails: {} }, 'provenance'],
  [
    'provenance of version 0.2',
    'https://slsa.dev/provenance/v0.2',
    { builder: {}, buildType: 'x' },
    'provenance',
  ],
  ['a scan', 'https://cosign.sigstore.dev/attestation/vuln/v1', { scanner: {} }, 'vulnerabilities'],
  ['OpenVEX', SAID, { '@context': 'https://openvex.dev/ns/v0.2.0' }, 'vex'],
  [
    'a verification summary',
    'https://slsa.dev/verification_summary/v1',
    { verifier: {}, verificationResult: 'PASSED' },
    'verification-summary',
  ],
  ['something else', SAID, { Data: 1, more: 2 }, 'other'],
  ['nothing that is of a known type', SPDX, null, 'spdx'],
];

for (const [what, type, predicate, kind] of PREDICATES)
  test(`${what} is found by what a predicate holds: ${kind}`, () => {
    assert.equal(documentOf(type, predicate).kind, kind);
  });

test('the same document is read from every form of a predicate', () => {
  for (const predicate of [SPDX_DOCUMENT, { Data: SPDX_DOCUMENT }, { Data: JSON.stringify(SPDX_DOCUMENT) }])
    assert.deepEqual(documentOf(SPDX, predicate).value, SPDX_DOCUMENT);
});

describe('the documents of an image', () => {
  async function documents(name = NAME, more: object = {}) {
    const requirements = await required(instance);
    return documentsOf(session(), name, { requirements, ...more });
  }

  test('are those of attestations, each with its verdict, and can be chosen by kind', async () => {
    attestUnderTag(registry, instance, image, [statementFor(image, SPDX, { Data: SPDX_DOCUMENT })]);
    attachBundle(registry, instance, image, {
      payload: statementFor(image, PROVENANCE, { buildDefinition: {}, runDetails: {} }),
      subject: 'eve@example.test',
    });
    attachBundle(registry, instance, image);
    assert.deepEqual(
      (await documents()).map(({ kind, vouchedBy, verdict }) => [kind, vouchedBy, verdict.outcome]),
      [
        ['spdx', 'own', 'verified'],
        ['provenance', 'own', 'refused'],
      ],
    );
    const [only, ...more] = await documents(NAME, { kinds: ['spdx', 'cyclonedx'] });
    assert.deepEqual([only?.document, more.length], [SPDX_DOCUMENT, 0]);
  });

  test('are SBOMs without a statement too: nobody vouches for them unless their manifest is signed', async () => {
    const text = utf8(JSON.stringify({ bomFormat: 'CycloneDX' }));
    const tag = attachmentTag(image.digest, 'sbom') ?? '';
    const sbom = registry.attach([registry.addBlob(text, 'application/vnd.cyclonedx+json')], { tag });
    registry.attach([registry.addBlob(utf8('SPDXVersion: SPDX-2.3'), 'text/spdx')], {
      subject: image,
      artifactType: 'application/spdx',
    });
    const vouched = async () =>
      (await documents()).map(({ kind, vouchedBy, verdict }) => [kind, vouchedBy, verdict.outcome]);
    assert.deepEqual(await vouched(), [
      ['cyclonedx', 'nobody', 'unsigned'],
      ['spdx', 'nobody', 'unsigned'],
    ]);
    signUnderTag(registry, instance, sbom, {});
    assert.deepEqual((await vouched())[0], ['cyclonedx', 'own', 'verified']);
  });

  function buildKit(of: Descriptor) {
    const statement = utf8(
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v0.1',
        predicateType: SPDX,
        subject: [{ name: 'x', digest: { sha256: of.digest.slice(7) } }],
        predicate: SPDX_DOCUMENT,
      }),
    );
    const layer = registry.addBlob(statement, 'application/vnd.in-toto+json', {
      'in-toto.io/predicate-type': SPDX,
    });
    return registry.attach([layer], { tag: `buildkit-${of.digest.slice(7)}` });
  }

  function indexWith(attestation: Descriptor, child: Descriptor) {
    return registry.addIndex(
      [
        { ...child, platform: { os: 'linux', architecture: 'amd64' } },
        {
          ...attestation,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: {
            'vnd.docker.reference.type': 'attestation-manifest',
            'vnd.docker.reference.digest': child.digest,
          },
        },
      ],
      'multi',
    );
  }

  test('are those that BuildKit put into the index: unsigned, or covered by the signature of the index', async () => {
    const child = registry.addImage('child');
    const index = indexWith(buildKit(child), child);
    const multi = async (more = {}) => documents('registry.test/app:multi', more);
    const said = async () =>
      (await multi()).map((one) => [one.kind, one.platform, one.vouchedBy, one.verdict.outcome]);
    assert.deepEqual(await said(), [['spdx', 'linux/amd64', 'nobody', 'unsigned']]);
    signUnderTag(registry, instance, index, { withSct: false });
    assert.deepEqual((await said())[0]?.[2], 'nobody');
    signUnderTag(registry, instance, index, {});
    assert.deepEqual(await said(), [['spdx', 'linux/amd64', 'index', 'verified']]);
    const [own] = await multi({ platform: parsePlatform('linux/amd64') });
    assert.deepEqual([own?.digest, own?.vouchedBy], [child.digest, 'index']);
    assert.deepEqual(await documents(), []);
  });

  test('in an index that are about another image do not hold', async () => {
    const child = registry.addImage('child');
    const index = indexWith(buildKit(registry.addImage('another')), child);
    signUnderTag(registry, instance, index, {});
    const [item] = await documents('registry.test/app:multi');
    assert.ok(item);
    assert.equal(answerOf(item), 'fails');
    assert.deepEqual(
      item.findings.map(({ rule }) => rule),
      ['IMAGE_STATEMENT_OF_ANOTHER'],
    );
  });
});

test('the tree of an image lists everything that is attached, with types, sizes and verdicts', async () => {
  signUnderTag(registry, instance, image, {});
  attestUnderTag(registry, instance, image, [statementFor(image, SPDX, {})]);
  attachBundle(registry, instance, image);
  registry.attach([registry.addBlob(utf8('{}'), 'application/vnd.example+json')], {
    subject: image,
    artifactType: 'application/vnd.example',
  });
  registry.attach([registry.addBlob(utf8('x'), 'application/jose+json')], {
    subject: image,
    artifactType: 'application/vnd.cncf.notary.signature',
  });
  const requirements = await required(instance);
  const [item] = await treeOf(session(), NAME, { requirements });
  assert.deepEqual(
    item?.branches.map(({ kind, artifactType, signatures }) => [
      kind,
      artifactType,
      signatures.map(({ verdict }) => verdict.outcome).join(),
    ]),
    [
      ['signature', 'application/vnd.oci.empty.v1+json', 'verified'],
      ['attestation', 'application/vnd.oci.empty.v1+json', 'verified'],
      ['bundle', 'application/vnd.dev.sigstore.bundle.v0.3+json', 'verified'],
      ['other', 'application/vnd.example', ''],
      ['notation', 'application/vnd.cncf.notary.signature', ''],
    ],
  );
  assert.ok(item.branches.every(({ size, layers }) => size > 0 && layers.length === 1));
  assert.equal(item.verdict, undefined);
});

test('a reference is resolved to its digest, and an index to those of its platforms', async () => {
  const child = { ...registry.addImage('child'), platform: { os: 'linux', architecture: 'arm64' } };
  const index = registry.addIndex([child], 'multi');
  const single = await resolveImage(session(), NAME);
  assert.deepEqual([single.digest, single.platforms], [image.digest, []]);
  const multi = await resolveImage(session(), 'registry.test/app:multi');
  assert.deepEqual(
    [multi.digest, multi.platforms],
    [index.digest, [{ platform: 'linux/arm64', digest: child.digest }]],
  );
  const chosen = await resolveImage(session(), 'registry.test/app:multi', parsePlatform('linux/arm64'));
  assert.deepEqual([chosen.digest, chosen.platform], [child.digest, 'linux/arm64']);
});
