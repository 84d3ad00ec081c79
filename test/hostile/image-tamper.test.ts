import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8, utf8 } from '../../core/encoding/index.js';
import { answerOf } from '../../core/finding/index.js';
import {
  type Attached,
  attachmentTag,
  type ImageRequirements,
  judgeAttached,
  ManifestError,
  MEDIA_TYPE,
  parseManifest,
} from '../../core/image/index.js';
import { ImageSession, verifyImage } from '../../inspect/image/index.js';
import { required } from '../support/ask-image.js';
import { type BundleJson, bundleBytes, makeBundle } from '../support/bundle.js';
import { NotThere } from '../support/image-dump.js';
import { MemoryRegistry } from '../support/image-registry.js';
import { TestInstance } from '../support/instance.js';
import { attestationLayer, signatureLayer, signUnderTag, statementFor } from '../support/sign-image.js';

const instance = new TestInstance();
const registry = new MemoryRegistry();
const image = registry.addImage('one', 'v1');
const statement = statementFor(image, 'https://sigstore.dev/cosign/sign/v1', {});
const stampedAt = instance.start + 1002;

// One change costs as much as one verification.
const MOST = 300;

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)));

/** The text with one byte changed; undefined when that is no text any more, which no JSON parser gives out. */
function flippedText(text: string, at: number): string | undefined {
  try {
    return fromUtf8(flipped(utf8(text), at));
  } catch {
    return undefined;
  }
}

/** Every byte of something short; of something long, bytes all over it. */
function places(length: number): number[] {
  const step = Math.ceil(length / MOST);
  return Array.from({ length: Math.ceil(length / step) }, (_, at) =>
    Math.min(at * step + (at % step), length - 1),
  );
}

async function mustNotHold(attached: Attached, requirements: ImageRequirements, what: string): Promise<void> {
  for (const { verdict } of await judgeAttached(image.digest, attached, requirements)) {
    assert.ok(verdict.outcome !== 'verified' && verdict.outcome !== 'valid', `${what}: ${verdict.outcome}`);
    assert.ok(
      verdict.checks.some(({ outcome, reason }) => outcome !== 'passed' && reason),
      `${what}: no reason`,
    );
  }
}

async function holdsBefore(attached: Attached, requirements: ImageRequirements): Promise<void> {
  const [judged] = await judgeAttached(image.digest, attached, requirements);
  assert.equal(judged?.verdict.outcome, 'verified');
}

async function sweepBytes(
  bytes: Uint8Array,
  make: (bytes: Uint8Array) => Attached,
  requirements: ImageRequirements,
): Promise<void> {
  await holdsBefore(make(bytes), requirements);
  await Promise.all(
    places(bytes.length).map((at) =>
      mustNotHold(make(flipped(bytes, at)), requirements, `byte ${at} of ${bytes.length}`),
    ),
  );
}

async function sweepAnnotations(
  annotations: Readonly<Record<string, string>>,
  make: (annotations: Record<string, string>) => Attached,
  requirements: ImageRequirements,
): Promise<void> {
  await holdsBefore(make({ ...annotations }), requirements);
  const changes = Object.entries(annotations).flatMap(([name, text]) =>
    places(Buffer.byteLength(text)).map((at) => ({ name, at, changed: flippedText(text, at) })),
  );
  await Promise.all(
    changes.map(async ({ name, at, changed }) => {
      if (changed === undefined) return;
      await mustNotHold(make({ ...annotations, [name]: changed }), requirements, `byte ${at} of ${name}`);
    }),
  );
}

describe('changing a byte of what is attached to an image never leaves it accepted, and always gives a reason', () => {
  const signed = signatureLayer(registry, instance, image, { stampedAt, bareStamp: true });
  const attested = attestationLayer(registry, instance, statement, { stampedAt, bareStamp: true });
  const blobOf = (digest: `sha256:${string}`) => registry.blob({ ...image, digest });

  test('in the payload of a signature', async () => {
    const payload = await blobOf(signed.digest as `sha256:${string}`);
    const { annotations } = signed;
    await sweepBytes(
      payload,
      (bytes) => ({ form: 'signature', payload: bytes, annotations }),
      await required(instance),
    );
  });

  test('in its annotations: signature, certificate, log entry and timestamp', async () => {
    const payload = await blobOf(signed.digest as `sha256:${string}`);
    assert.equal(Object.keys(signed.annotations).length, 4);
    await sweepAnnotations(
      signed.annotations,
      (annotations) => ({ form: 'signature', payload, annotations }),
      await required(instance, { options: { demandTimestamp: true } }),
    );
  });

  test('in the envelope of an attestation', async () => {
    const envelope = await blobOf(attested.digest as `sha256:${string}`);
    const { annotations } = attested;
    await sweepBytes(
      envelope,
      (bytes) => ({ form: 'envelope', envelope: bytes, annotations }),
      await required(instance),
    );
  });

  test('in its annotations', async () => {
    const envelope = await blobOf(attested.digest as `sha256:${string}`);
    const { 'dev.cosignproject.cosign/signature': _, ...annotations } = attested.annotations as Record<
      string,
      string
    >;
    await sweepAnnotations(
      annotations,
      (own) => ({ form: 'envelope', envelope, annotations: own }),
      await required(instance, { options: { demandTimestamp: true } }),
    );
  });

  test('in a bundle', async () => {
    const { json } = makeBundle(instance, new Uint8Array(), { payload: statement });
    await sweepBytes(
      bundleBytes(withoutEmpty(json)),
      (bytes) => ({ form: 'bundle', json: bytes }),
      await required(instance),
    );
  });
});

/** Without the members that mean the same as if they were left out. */
function withoutEmpty(json: BundleJson): BundleJson {
  const { timestampVerificationData: _, ...verificationMaterial } = json['verificationMaterial'];
  const { payload, payloadType, signatures } = json['dsseEnvelope'];
  const dsseEnvelope = { payload, payloadType, signatures: [{ sig: signatures[0].sig }] };
  return { ...json, verificationMaterial, dsseEnvelope };
}

describe('changing a byte of a manifest', () => {
  async function outcome(other: MemoryRegistry): Promise<string> {
    const requirements = await required(instance);
    const session = new ImageSession(() => other);
    try {
      const [item] = await verifyImage(session, 'registry.test/app:v1', { requirements });
      assert.ok(item);
      if (answerOf(item) === 'holds') return 'holds';
      assert.ok(item.verdict.outcome === 'unsigned' || item.verdict.checks.some(({ reason }) => reason));
      return item.verdict.outcome;
    } catch (error) {
      assert.ok(error instanceof ManifestError || error instanceof NotThere, String(error));
      return error.code;
    }
  }

  test('of a signed image or index never leaves it signed: it is another image', async () => {
    for (const kind of ['image', 'index'] as const) {
      const other = new MemoryRegistry();
      const child = other.addImage('child', 'v1');
      const platform = { os: 'linux', architecture: 'amd64' };
      const top = kind === 'image' ? child : other.addIndex([{ ...child, platform }], 'v1');
      signUnderTag(other, instance, top, {});
      assert.equal(await outcome(other), 'holds');
      const bytes = other.bytesOf('v1');
      for (const at of places(bytes.length)) {
        other.add(flipped(bytes, at), 'v1');
        assert.notEqual(await outcome(other), 'holds', `byte ${at} of the ${kind}`);
      }
    }
  });

  test('under a tag of cosign leaves the image signed only if it still has the same signature', async () => {
    const other = new MemoryRegistry();
    const own = other.addImage('one', 'v1');
    signUnderTag(other, instance, own, {});
    const tag = attachmentTag(own.digest, 'sig') ?? '';
    const bytes = other.bytesOf(tag);
    const evidence = (manifest: Uint8Array) => {
      const read = parseManifest(manifest, MEDIA_TYPE.ociManifest);
      return read.kind === 'image'
        ? read.layers.map(({ digest, annotations }) => ({ digest, annotations }))
        : [];
    };
    let held = 0;
    for (const at of places(bytes.length)) {
      const changed = flipped(bytes, at);
      other.add(changed, tag);
      if ((await outcome(other)) !== 'holds') continue;
      held += 1;
      assert.deepEqual(evidence(changed), evidence(bytes), `byte ${at}`);
    }
    assert.ok(held < MOST / 5, `${held} changes make no difference`);
  });
});
