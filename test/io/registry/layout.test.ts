import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { attachmentTag, type Descriptor, MEDIA_TYPE } from '../../../core/image/index.js';
import { openImage, RegistryRun } from '../../../io/registry/index.js';
import { attach, Content, failsWith } from '../support/registry.js';

const run = new RegistryRun({ env: { HOME: '/nonexistent' } });
const NAME = 'org.opencontainers.image.ref.name';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'layout-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** Writes the content as an OCI layout with these entries. */
function layout(t: TestContext, content: Content, entries: readonly (Descriptor & object)[]): string {
  const path = folder(t);
  const write = (name: string, bytes: Uint8Array | string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  };
  write('oci-layout', '{"imageLayoutVersion":"1.0.0"}');
  write(
    'index.json',
    JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: entries }),
  );
  const manifests = [...content.manifests].map(([name, { bytes }]) => [name, bytes] as const);
  for (const [name, bytes] of [...manifests, ...content.blobs])
    if (name.includes(':')) write(`blobs/${name.replace(':', '/')}`, bytes);
  return path;
}

const named = (one: Descriptor, name: string) => ({ ...one, annotations: { [NAME]: name } });

/** An image, one thing attached, and a signature by its tag. */
function shop() {
  const content = new Content();
  const image = content.image();
  const other = content.image({ annotations: { other: 'yes' } });
  const attached = attach(content, image);
  const signature = content.image({ annotations: { signature: 'yes' } });
  return { content, image, other, attached, signature };
}

function tar(t: TestContext, path: string, ...args: string[]): string {
  const file = join(folder(t), 'image.tar');
  const { status, stderr } = spawnSync('tar', ['-cf', file, ...args, '-C', path, '.'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return file;
}

for (const form of ['folder', 'archive', 'archive in pax form'] as const)
  describe(`an OCI layout in the form of a ${form}`, () => {
    const at = (t: TestContext, path: string) =>
      form === 'folder' ? path : tar(t, path, form === 'archive' ? '--format=gnu' : '--format=posix');

    test('gives its one image, its blobs and what refers to it', async (t) => {
      const { content, image, attached } = shop();
      const { source, name } = openImage(at(t, layout(t, content, [image])), run);
      const { digest, manifest } = await source.resolve(name);
      assert.equal(digest, image.digest);
      assert.ok(manifest.kind === 'image' && manifest.layers[0]);
      assert.equal(Buffer.from(await source.blob(manifest.layers[0])).toString(), 'layer');
      const { from, referrers } = await source.referrers(image.digest);
      assert.deepEqual(
        [from, referrers.map((one) => 'fetched' in one && one.fetched.digest)],
        ['search', [attached.digest]],
      );
    });

    test('gives the image of a tag, and asks for the tag where there are several', async (t) => {
      const { content, image, other } = shop();
      const path = at(t, layout(t, content, [named(image, 'v1'), named(other, 'ghcr.io/a/b:v2')]));
      const digestOf = async (text: string) => {
        const { source, name } = openImage(text, run);
        return (await source.resolve(name)).digest;
      };
      assert.equal(await digestOf(`oci:${path}:v1`), image.digest);
      assert.equal(await digestOf(`oci:${path}:v2`), other.digest);
      await assert.rejects(digestOf(`oci:${path}:v3`), failsWith('IMAGE_NOT_FOUND'));
      await assert.rejects(
        digestOf(path),
        failsWith('LAYOUT_AMBIGUOUS', (message) => assert.match(message, /v1, ghcr\.io\/a\/b:v2/)),
      );
    });

    test('gives a signature by its tag, or as cosign saved it', async (t) => {
      const { content, image, signature } = shop();
      const tag = attachmentTag(image.digest, 'sig') ?? '';
      const kind = (what: string) => ({ annotations: { kind: `dev.cosignproject.cosign/${what}` } });
      const saved = [
        { ...image, ...kind('image') },
        { ...signature, ...kind('sigs') },
      ];
      for (const entries of [[image, named(signature, tag)], saved]) {
        const { source, name } = openImage(at(t, layout(t, content, entries)), run);
        assert.equal((await source.resolve(name)).digest, image.digest);
        assert.equal((await source.tagged(tag))?.digest, signature.digest);
        assert.equal(await source.tagged(attachmentTag(image.digest, 'att') ?? ''), undefined);
      }
    });

    test('of which a file was changed or left out is an error', async (t) => {
      const { content, image } = shop();
      const path = layout(t, content, [image]);
      const file = join(path, 'blobs', image.digest.replace(':', '/'));
      writeFileSync(file, '{}');
      await assert.rejects(
        async () => openImage(at(t, path), run).source.manifest(image.digest),
        failsWith('REGISTRY_DIGEST_WRONG'),
      );
      rmSync(file);
      symlinkSync('/etc/passwd', file);
      await assert.rejects(
        async () => openImage(at(t, path), run).source.manifest(image.digest),
        failsWith('IMAGE_NOT_FOUND'),
      );
    });
  });

describe('what is no OCI layout is an error:', () => {
  const opens = (path: string) => openImage(path, run);

  test('nothing, an empty folder, and an old docker save', (t) => {
    const path = folder(t);
    assert.throws(() => opens(`oci:${path}/no`), failsWith('LAYOUT_MALFORMED'));
    assert.throws(() => opens(path), failsWith('LAYOUT_MALFORMED'));
    writeFileSync(join(path, 'manifest.json'), '[]');
    assert.throws(() => opens(tar(t, path)), failsWith('ARCHIVE_WITHOUT_MANIFEST'));
  });

  test('an archive with a name that leads outside, or twice', (t) => {
    const { content, image } = shop();
    const path = layout(t, content, [image]);
    const outside = tar(t, path, '-P', '--transform=s,^./oci-layout,../oci-layout,');
    assert.throws(() => opens(outside), failsWith('ARCHIVE_MALFORMED'));
    assert.throws(
      () => opens(tar(t, path, '--hard-dereference', '-C', path, './oci-layout')),
      failsWith('ARCHIVE_MALFORMED'),
    );
  });

  test('an archive that is compressed, cut short, or no archive', (t) => {
    const { content, image } = shop();
    const path = layout(t, content, [image]);
    assert.throws(
      () => opens(tar(t, path, '-z')),
      failsWith('ARCHIVE_MALFORMED', (message) => assert.match(message, /gunzip/)),
    );
    const file = join(folder(t), 'x');
    writeFileSync(file, Buffer.alloc(2000, 'x'));
    assert.throws(() => opens(file), failsWith('ARCHIVE_MALFORMED'));
  });
});
