import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { utf8 } from '../../core/encoding/index.js';
import { answerOf } from '../../core/finding/index.js';
import { attachmentTag, type Descriptor, MEDIA_TYPE, parsePlatform } from '../../core/image/index.js';
import { decidingCheck, type Verdict } from '../../core/verdict/index.js';
import { ImageSession, type VerifyQuestion, verifyImage } from '../../inspect/image/index.js';
import { keysNamed, required } from '../support/ask-image.js';
import { NotThere } from '../support/image-dump.js';
import { MemoryRegistry } from '../support/image-registry.js';
import { TestInstance } from '../support/instance.js';
import {
  attachBundle,
  attestUnderTag,
  imageKey,
  signatureLayer,
  signUnderTag,
  statementFor,
} from '../support/sign-image.js';

const instance = new TestInstance();
const NAME = 'registry.test/app:v1';
const SPDX = 'https://spdx.dev/Document';

let registry: MemoryRegistry;
let image: Descriptor;

beforeEach(() => {
  registry = new MemoryRegistry();
  image = registry.addImage('one', 'v1');
});

const openSession = () => new ImageSession(() => registry);

async function ask(more: Parameters<typeof required>[1] = {}, question: Partial<VerifyQuestion> = {}) {
  const requirements = await required(instance, more);
  return verifyImage(openSession(), NAME, { requirements, ...question });
}

async function one(more: Parameters<typeof required>[1] = {}) {
  const [item] = await ask(more);
  assert.ok(item);
  return item;
}

const why = ({ outcome, checks }: Verdict) => [outcome, decidingCheck(checks)?.reason];

describe('an image signed under a tag', () => {
  test('is verified by its signer, with every check', async () => {
    signUnderTag(registry, instance, image, {});
    const { verdict, signatures } = await one();
    assert.equal(verdict.outcome, 'verified');
    assert.deepEqual(verdict.object, { id: image.digest, type: 'image' });
    assert.deepEqual(
      verdict.checks.map(({ name }) => name),
      [
        'structure',
        'payload-digest',
        'signature',
        'certificate',
        'chain',
        'sct',
        'log-entry',
        'set',
        'time',
        'signer',
      ],
    );
    assert.equal(signatures[0]?.claims?.reference, 'registry.test/app');
    assert.equal(signatures[0]?.claims?.type, 'cosign container image signature');
  });

  test('is refused for another signer, and not told apart for nobody', async () => {
    signUnderTag(registry, instance, image, { subject: 'eve@example.test' });
    assert.deepEqual(why((await one()).verdict), ['refused', undefined].with(1, 'SIGNER_NOT_ALLOWED'));
    const anybody = await one({ who: 'anybody' });
    assert.equal(anybody.verdict.outcome, 'valid');
    assert.deepEqual([answerOf(anybody), answerOf(anybody, { anySigner: true })], ['fails', 'holds']);
  });

  for (const kind of ['P-256', 'P-384', 'P-521', 'ed25519', 'rsa'] as const)
    test(`with a ${kind} key holds with that key, and not with another`, async () => {
      const { key, publicKey } = imageKey(kind);
      signUnderTag(registry, instance, image, { key, unlogged: true });
      const options = { waive: ['log'] } as const;
      const right = await one({ keys: keysNamed(publicKey), options });
      assert.equal(answerOf(right), 'holds');
      assert.equal(right.verdict.outcome, 'valid');
      const other = await one({ keys: keysNamed(imageKey(kind).publicKey), options });
      assert.deepEqual(why(other.verdict), ['invalid', 'SIGNATURE_WRONG']);
      const unlogged = await one({ keys: keysNamed(publicKey) });
      assert.deepEqual(why(unlogged.verdict), ['incomplete', 'LOG_ENTRY_MISSING']);
    });

  for (const [kind, hash] of [
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
    ['rsa', 'sha384'],
    ['rsa', 'sha512'],
  ] as const)
    test(`with a ${kind} key and ${hash} holds only when that hash is asked for`, async () => {
      const { key, publicKey } = imageKey(kind);
      signUnderTag(registry, instance, image, { key, hash });
      const keys = keysNamed(publicKey);
      assert.equal((await one({ keys, hash })).verdict.outcome, 'verified');
      assert.deepEqual(why((await one({ keys })).verdict), ['invalid', 'SIGNATURE_WRONG']);
    });

  test('holds if one of several keys made the signature, and says which', async () => {
    const { key, publicKey } = imageKey('P-256');
    signUnderTag(registry, instance, image, { key });
    const { verdict } = await one({ keys: keysNamed(imageKey('rsa').publicKey, publicKey) });
    assert.equal(verdict.outcome, 'verified');
    assert.equal(verdict.checks.at(-1)?.detail, 'the key 2.pub that was given');
  });

  test('with a certificate does not hold with a key, and with a key not for an identity', async () => {
    signUnderTag(registry, instance, image, {});
    const keyed = await one({ keys: keysNamed(imageKey('P-256').publicKey) });
    assert.deepEqual(why(keyed.verdict), ['invalid', 'PUBLIC_KEY_NOT_EXPECTED']);
    signUnderTag(registry, instance, image, { key: imageKey('P-256').key });
    assert.deepEqual(why((await one()).verdict), ['incomplete', 'PUBLIC_KEY_NOT_GIVEN']);
  });

  test('holds by its good signature whatever is beside it, and each has its own verdict', async () => {
    const other = registry.addImage('another');
    signUnderTag(
      registry,
      instance,
      image,
      { withSct: false },
      {},
      { claims: { critical: {} } },
      { integratedTime: 1 },
    );
    const layers = (await one()).signatures.map(({ verdict }) => why(verdict));
    assert.deepEqual(layers, [
      ['incomplete', 'SCT_MISSING'],
      ['verified', undefined],
      ['invalid', 'ATTACHMENT_MALFORMED'],
      ['invalid', 'LOG_OUTSIDE_VALIDITY'],
    ]);
    assert.equal((await one()).verdict.outcome, 'verified');
    registry.attach([signatureLayer(registry, instance, other)], {
      tag: attachmentTag(image.digest, 'sig') ?? '',
    });
    assert.deepEqual(why((await one()).verdict), ['invalid', 'PAYLOAD_DIGEST_MISMATCH']);
    assert.equal(answerOf(await one({ options: { waive: ['claims'] } })), 'holds');
  });

  test('whose payload cannot be fetched is not told, and hides no other', async () => {
    signUnderTag(registry, instance, image, {});
    const [lost] = (await one()).signatures;
    assert.ok(lost);
    registry.dropBlob(lost.blob);
    const gone = await one();
    assert.deepEqual(why(gone.verdict), ['incomplete', 'ATTACHMENT_NOT_READ']);
    assert.equal(answerOf(gone), 'not-told');
    attachBundle(registry, instance, image);
    assert.equal((await one()).verdict.outcome, 'verified');
  });

  test('states annotations that may be asked for', async () => {
    signUnderTag(registry, instance, image, { optional: { env: 'prod', tries: 3 } });
    assert.equal((await one({ annotations: new Map([['env', 'prod']]) })).verdict.outcome, 'verified');
    for (const wanted of [
      ['env', 'dev'],
      ['tries', '3'],
      ['toString', 'x'],
    ] as const) {
      const { verdict } = await one({ annotations: new Map([wanted]) });
      assert.deepEqual(why(verdict), ['refused', 'ANNOTATION_MISMATCH']);
    }
  });

  test('needs a proven time, unless the log is waived and the certificate is valid now', async () => {
    signUnderTag(registry, instance, image, { unlogged: true });
    const start = instance.start + 1000;
    const ignored = { waive: ['log'], presentCounts: true } as const;
    const at = async (now: number) => why((await one({ options: { ...ignored, now } })).verdict);
    assert.deepEqual(await at(start + 60), ['valid', 'CHECK_WAIVED']);
    assert.deepEqual(await at(start + 3600), ['incomplete', 'TIME_NOT_PROVEN']);
    assert.deepEqual(why((await one({ options: { waive: ['log'], now: start + 60 } })).verdict), [
      'incomplete',
      'TIME_NOT_PROVEN',
    ]);
    signUnderTag(registry, instance, image, { unlogged: true, stampedAt: start + 2 });
    assert.deepEqual(await at(start + 3600), ['valid', 'CHECK_WAIVED']);
  });
});

describe('an image with a bundle', () => {
  test('is verified by the statement that signs it', async () => {
    attachBundle(registry, instance, image);
    const { verdict, signatures } = await one();
    assert.equal(verdict.outcome, 'verified');
    assert.deepEqual(
      signatures.map(({ kind, tag }) => [kind, tag]),
      [['bundle', undefined]],
    );
  });

  test('logged in Rekor v2 holds with a timestamp', async () => {
    attachBundle(registry, instance, image, { as: 'dsse 0.0.2', stampedAt: instance.start + 1002 });
    assert.equal((await one()).verdict.outcome, 'verified');
  });

  test('and with a signature under its tag has the verdicts on both', async () => {
    attachBundle(registry, instance, image, { withSct: false });
    signUnderTag(registry, instance, image, {});
    const { verdict, signatures } = await one();
    assert.equal(verdict.outcome, 'verified');
    assert.deepEqual(
      signatures.map((each) => each.verdict.outcome),
      ['verified', 'incomplete'],
    );
  });

  test('that only attests it is not signed, and the answer says what there is instead', async () => {
    attachBundle(registry, instance, image, { payload: statementFor(image, SPDX, {}) });
    const item = await one();
    assert.equal(item.verdict.outcome, 'unsigned');
    assert.equal(answerOf(item, { anySigner: true }), 'fails');
    assert.deepEqual(
      item.findings.map(({ rule, values }) => [rule, values['types']]),
      [['IMAGE_ONLY_ATTESTED', SPDX]],
    );
  });

  test('about another image, of version 0.2, or over the manifest itself does not count', async () => {
    attachBundle(registry, instance, image, { version: '0.2' });
    assert.deepEqual(why((await one()).verdict), ['incomplete', 'BUNDLE_VERSION_NOT_SUPPORTED']);
    registry = new MemoryRegistry();
    image = registry.addImage('one', 'v1');
    const other = registry.addImage('another');
    attachBundle(registry, instance, image, {
      payload: statementFor(other, 'https://sigstore.dev/cosign/sign/v1', {}),
    });
    assert.deepEqual(why((await one()).verdict), ['invalid', 'STATEMENT_SUBJECT_MISMATCH']);
  });

  test('that is listed for it and refers to another image is not its signature', async () => {
    const other = registry.addImage('another');
    attachBundle(registry, instance, other);
    const { referrers } = await registry.referrers(other.digest);
    registry.listed.set(image.digest, [...referrers]);
    const item = await one();
    assert.equal(item.verdict.outcome, 'unsigned');
    assert.match(String(item.findings[0]?.values['why']), /refers to another/);
  });

  test('that could not be read is not told, and never looks unsigned', async () => {
    const failed = new NotThere('IMAGE_NOT_FOUND', 'no such manifest');
    registry.listed.set(image.digest, [{ descriptor: image, failed }]);
    assert.equal(answerOf(await one()), 'not-told');
    signUnderTag(registry, instance, image, {});
    assert.equal(answerOf(await one()), 'holds');
  });
});

describe('an index', () => {
  let platforms: Descriptor[];
  const linux = (architecture: string) => ({ platform: { os: 'linux', architecture } });

  beforeEach(() => {
    platforms = [registry.addImage('amd'), registry.addImage('arm')];
    const [amd, arm] = platforms;
    image = registry.addIndex(
      [
        { ...amd, ...linux('amd64') },
        { ...arm, ...linux('arm64') },
      ],
      'v1',
    );
  });

  test('is judged by its own signature, and says which images it covers', async () => {
    signUnderTag(registry, instance, image, {});
    const items = await ask();
    assert.deepEqual(
      items.map((item) => answerOf(item)),
      ['holds'],
    );
    assert.deepEqual(
      items[0]?.covers,
      ['linux/amd64', 'linux/arm64'].map((platform, at) => ({ platform, digest: platforms[at]?.digest })),
    );
  });

  test('is judged with each of its images when that is asked for', async () => {
    signUnderTag(registry, instance, image, {});
    const [amd] = platforms;
    assert.ok(amd);
    signUnderTag(registry, instance, amd, {});
    const items = await ask({}, { recursive: true });
    assert.deepEqual(
      items.map((item) => [item.platform, answerOf(item), item.verdict.outcome]),
      [
        [undefined, 'holds', 'verified'],
        ['linux/amd64', 'holds', 'verified'],
        ['linux/arm64', 'fails', 'unsigned'],
      ],
    );
  });

  test('is left for the image of a platform', async () => {
    const [, arm] = platforms;
    assert.ok(arm);
    signUnderTag(registry, instance, arm, {});
    const items = await ask({}, { platform: parsePlatform('linux/arm64') });
    assert.deepEqual(
      items.map((item) => [item.digest, answerOf(item)]),
      [[arm.digest, 'holds']],
    );
    await assert.rejects(ask({}, { platform: parsePlatform('linux/s390x') }), {
      code: 'IMAGE_PLATFORM_NOT_FOUND',
      message: /linux\/amd64, linux\/arm64/,
    });
  });
});

describe('one run', () => {
  test('asks for each manifest and each blob once, whatever the number of references', async () => {
    signUnderTag(registry, instance, image, {});
    attachBundle(registry, instance, image);
    const session = openSession();
    const requirements = await required(instance);
    for (const name of [NAME, NAME, `registry.test/app@${image.digest}`, NAME])
      assert.equal((await verifyImage(session, name, { requirements }))[0]?.verdict.outcome, 'verified');
    assert.deepEqual(registry.asked, [...new Set(registry.asked)]);
  });

  test('fails when the registry cannot be asked, and never takes that for an image without signatures', async () => {
    for (const method of ['tagged', 'referrers', 'blob'] as const) {
      registry = new MemoryRegistry();
      image = registry.addImage('one', 'v1');
      signUnderTag(registry, instance, image, {});
      const down = Object.assign(new Error('the registry does not answer'), { code: 'REGISTRY_UNAVAILABLE' });
      Object.assign(registry, { [method]: () => Promise.reject(down) });
      await assert.rejects(one(), down);
    }
  });

  test('does not read a manifest of a tag that is none, and says so', async () => {
    registry.attach([], { tag: attachmentTag(image.digest, 'sig') ?? '' });
    assert.equal((await one()).verdict.outcome, 'unsigned');
    registry.add(
      { mediaType: MEDIA_TYPE.ociManifest, layers: 'no list' },
      attachmentTag(image.digest, 'sig'),
    );
    const item = await one();
    assert.deepEqual(why(item.verdict), ['incomplete', 'ATTACHMENT_NOT_READ']);
    assert.deepEqual(
      item.findings.map(({ rule }) => rule),
      ['IMAGE_ATTACHMENT_UNREAD'],
    );
  });

  test('finds what is attached in another repository and under a prefix', async () => {
    const elsewhere = new MemoryRegistry();
    const tag = attachmentTag(image.digest, 'sig', 'team-') ?? '';
    elsewhere.attach([signatureLayer(elsewhere, instance, image)], { tag });
    const session = new ImageSession(({ repository }) => (repository === 'sigs' ? elsewhere : registry));
    const requirements = await required(instance);
    const repository = { registry: 'registry.test', repository: 'sigs' };
    const asked = (place: object) => verifyImage(session, NAME, { requirements, ...place });
    assert.equal((await asked({ repository, tagPrefix: 'team-' }))[0]?.verdict.outcome, 'verified');
    assert.equal((await asked({ repository }))[0]?.verdict.outcome, 'unsigned');
    assert.equal((await asked({}))[0]?.verdict.outcome, 'unsigned');
  });
});

test('text that is no JSON is no payload', async () => {
  const layer = registry.addBlob(utf8('no JSON'), 'text/plain', {
    'dev.cosignproject.cosign/signature': 'c2ln',
  });
  registry.attach([layer], { tag: attachmentTag(image.digest, 'sig') ?? '' });
  assert.deepEqual(why((await one()).verdict), ['invalid', 'ATTACHMENT_MALFORMED']);
  attestUnderTag(registry, instance, image, [utf8('{}')]);
  assert.equal(answerOf(await one()), 'fails');
});
