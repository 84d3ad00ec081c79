import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  artifactTypeOf,
  LARGEST_MANIFEST,
  type ManifestError,
  MEDIA_TYPE,
  MOST_LAYERS,
  MOST_MANIFESTS,
  parseManifest,
} from '../../../core/image/index.js';
import { sharedDir } from '../../support/shared.js';

const DIGEST = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const CONFIG = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: DIGEST, size: 2 };
const LAYER = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: DIGEST, size: 3 };
const CHILD = { mediaType: MEDIA_TYPE.ociManifest, digest: DIGEST, size: 4 };
const IMAGE = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociManifest, config: CONFIG, layers: [LAYER] };
const INDEX = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: [CHILD] };

const parse = (value: object | string, contentType?: string) =>
  parseManifest(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), contentType);

function codeOf(value: object | string, contentType?: string): string {
  try {
    parse(value, contentType);
    return '';
  } catch (error) {
    return (error as ManifestError).code;
  }
}

describe('a manifest', () => {
  test('of an image has its configuration, layers, subject and annotations', () => {
    const manifest = parse({ ...IMAGE, subject: CHILD, annotations: { a: 'b' }, artifactType: 'a/b' });
    assert.ok(manifest.kind === 'image');
    assert.deepEqual(
      [manifest.config.digest, manifest.layers.map(({ size }) => size), manifest.subject?.size],
      [DIGEST, [3], 4],
    );
    assert.deepEqual([manifest.annotations['a'], manifest.annotations['toString']], ['b', undefined]);
  });

  test('that is an index has its manifests with their platforms', () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7', 'os.version': '1' };
    const manifest = parse({ ...INDEX, manifests: [{ ...CHILD, platform, artifactType: 'x/y' }] });
    assert.ok(manifest.kind === 'index');
    assert.deepEqual(manifest.manifests[0]?.platform, {
      os: 'linux',
      architecture: 'arm',
      variant: 'v7',
      osVersion: '1',
    });
    assert.equal(manifest.manifests[0]?.artifactType, 'x/y');
  });

  test('of Docker’s schema 2 is read like one of OCI', () => {
    assert.equal(parse({ ...IMAGE, mediaType: MEDIA_TYPE.dockerManifest }).kind, 'image');
    assert.equal(parse({ ...INDEX, mediaType: MEDIA_TYPE.dockerList }).kind, 'index');
  });

  test('without a media type has that with which it was sent, else that of its members', () => {
    const { mediaType: _, ...untyped } = IMAGE;
    const { mediaType: __, ...list } = INDEX;
    assert.equal(parse(untyped, MEDIA_TYPE.dockerManifest).mediaType, MEDIA_TYPE.dockerManifest);
    assert.equal(parse(untyped, 'application/json; charset=utf-8').mediaType, MEDIA_TYPE.ociManifest);
    assert.equal(parse(untyped).mediaType, MEDIA_TYPE.ociManifest);
    assert.equal(parse(list).mediaType, MEDIA_TYPE.ociIndex);
  });

  test('is of the artifact type that it states, else of that of its configuration', () => {
    assert.equal(artifactTypeOf(parse({ ...IMAGE, artifactType: 'a/b' })), 'a/b');
    assert.equal(artifactTypeOf(parse(IMAGE)), CONFIG.mediaType);
    assert.equal(artifactTypeOf(parse(INDEX)), undefined);
  });

  test('has no layers or manifests where Go wrote null', () => {
    const image = parse({ ...IMAGE, layers: null });
    const index = parse({ ...INDEX, manifests: null }, MEDIA_TYPE.ociIndex);
    assert.deepEqual([image.kind, index.kind], ['image', 'index']);
  });
});

describe('a manifest that readers take for different things is refused', () => {
  const twice = JSON.stringify(IMAGE).replace('"layers":', '"layers":[],"layers":');
  const inside = JSON.stringify(IMAGE).replace('"size":3', '"size":1,"size":3');
  const AMBIGUOUS: Record<string, [object | string, string?]> = {
    'layers and manifests': [{ ...IMAGE, manifests: [CHILD] }],
    'a configuration and manifests': [{ ...INDEX, config: CONFIG }],
    'another media type than it was sent with': [IMAGE, MEDIA_TYPE.dockerManifest],
    'the media type of an index and layers': [{ ...IMAGE, mediaType: MEDIA_TYPE.ociIndex }],
    'no media type, sent as an index, with layers': [{ ...IMAGE, mediaType: undefined }, MEDIA_TYPE.ociIndex],
    'a member twice': [twice],
    'a member of a layer twice': [inside],
    'a member in capitals': [{ ...IMAGE, Layers: [] }],
    'a digest in capitals': [{ ...IMAGE, layers: [{ ...LAYER, Digest: DIGEST }] }],
    'a platform in capitals': [
      { ...INDEX, manifests: [{ ...CHILD, platform: { OS: 'linux', architecture: 'amd64' } }] },
    ],
  };
  for (const [what, [value, contentType]] of Object.entries(AMBIGUOUS))
    test(what, () => assert.equal(codeOf(value, contentType), 'MANIFEST_AMBIGUOUS'));
});

describe('what is no manifest is refused with the reason', () => {
  const layer = (change: object) => ({ ...IMAGE, layers: [{ ...LAYER, ...change }] });
  const MALFORMED: Record<string, object | string> = {
    'no JSON': 'x',
    'a list': '[]',
    'bytes after it': `${JSON.stringify(IMAGE)}{}`,
    'no schema version': { ...IMAGE, schemaVersion: undefined },
    'schema version 3': { ...IMAGE, schemaVersion: 3 },
    'the schema version as text': { ...IMAGE, schemaVersion: '2' },
    'no layers': { ...IMAGE, layers: undefined },
    'no configuration': { ...IMAGE, config: undefined },
    'layers that are no list': { ...IMAGE, layers: {} },
    'a layer that is no object': { ...IMAGE, layers: ['x'] },
    'a negative size': layer({ size: -1 }),
    'a size with a fraction': layer({ size: 1.5 }),
    'a size that cannot be exact': layer({ size: 2 ** 53 }),
    'a size as text': layer({ size: '3' }),
    'a digest of another algorithm': layer({ digest: `md5:${'0'.repeat(32)}` }),
    'no digest': layer({ digest: undefined }),
    'a digest that is no text': layer({ digest: 5 }),
    'a layer without a media type': layer({ mediaType: '' }),
    'a media type with a line break': layer({ mediaType: 'a/b\nc' }),
    'annotations that are no text': layer({ annotations: { a: 1 } }),
    'annotations that are a list': { ...IMAGE, annotations: [] },
    'a subject that is no object': { ...IMAGE, subject: 'x' },
    'a platform that is text': { ...INDEX, manifests: [{ ...CHILD, platform: 'linux/amd64' }] },
    'an artifact type that is no media type': { ...IMAGE, artifactType: 'x' },
  };
  for (const [what, value] of Object.entries(MALFORMED))
    test(what, () => assert.equal(codeOf(value), 'MANIFEST_MALFORMED'));

  test('schema version 1, another type, and neither layers nor manifests', () => {
    for (const value of [
      { schemaVersion: 1, fsLayers: [] },
      { ...IMAGE, mediaType: 'application/vnd.oci.image.config.v1+json' },
      { schemaVersion: 2 },
    ])
      assert.equal(codeOf(value), 'MANIFEST_TYPE_NOT_SUPPORTED', JSON.stringify(value));
  });

  test('more than is read: bytes, layers, manifests, annotations, a sum of sizes', () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`a${index}`, '']));
    const huge = { ...LAYER, size: Number.MAX_SAFE_INTEGER };
    for (const value of [
      ' '.repeat(LARGEST_MANIFEST + 1),
      { ...IMAGE, layers: Array(MOST_LAYERS + 1).fill(LAYER) },
      { ...INDEX, manifests: Array(MOST_MANIFESTS + 1).fill(CHILD) },
      { ...IMAGE, annotations: many },
      { ...IMAGE, layers: [huge, huge] },
    ])
      assert.equal(codeOf(value), 'MANIFEST_TOO_LARGE');
    assert.equal(codeOf({ ...IMAGE, layers: Array(MOST_LAYERS).fill(LAYER) }), '');
  });
});

const store = sharedDir('fixtures/images/store');
test('every manifest that cosign and BuildKit wrote is read', { skip: store.skip }, () => {
  let [count, failed] = [0, ''];
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) visit(join(folder, entry.name));
    if (!existsSync(join(folder, 'mediatypes.json'))) return;
    const types: Record<string, string> = JSON.parse(readFileSync(join(folder, 'mediatypes.json'), 'utf8'));
    for (const [hex, type] of Object.entries(types)) {
      count++;
      const code = codeOf(readFileSync(join(folder, 'manifests', hex), 'utf8'), type);
      if (code) failed += `${folder} ${hex} ${code}\n`;
    }
  };
  visit(store.dir);
  assert.equal(failed, '');
  assert.ok(count > 200, `only ${count} were found`);
});
