import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { digestOf } from '../../../core/image/index.js';
import { BlobCache } from '../../../io/registry/blob-cache.js';

function cache(t: TestContext, largest?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'cache-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return { folder, files: join(folder, 'blobs', 'sha256'), kept: new BlobCache(folder, largest) };
}

const BYTES = Buffer.from('hello');
const DIGEST = digestOf(BYTES);

describe('a kept blob', () => {
  test('is given again, by another run too', (t) => {
    const { folder, kept } = cache(t);
    assert.equal(kept.get(DIGEST, 100), undefined);
    kept.put(DIGEST, BYTES);
    assert.deepEqual(Buffer.from(new BlobCache(folder).get(DIGEST, 100) ?? []), BYTES);
    const long = digestOf(BYTES, 'sha512');
    kept.put(long, BYTES);
    assert.deepEqual(Buffer.from(kept.get(long, 100) ?? []), BYTES);
  });

  test('is not given when it was changed, and is then removed', (t) => {
    const { files, kept } = cache(t);
    kept.put(DIGEST, BYTES);
    writeFileSync(join(files, DIGEST.slice(7)), 'Hello');
    assert.equal(kept.get(DIGEST, 100), undefined);
    assert.deepEqual(readdirSync(files), []);
  });

  test('is not given when it is a link, may be written by others, or is larger than is wanted', (t) => {
    const { folder, files, kept } = cache(t);
    kept.put(DIGEST, BYTES);
    const path = join(files, DIGEST.slice(7));
    assert.equal(kept.get(DIGEST, 4), undefined);
    assert.ok(kept.get(DIGEST, 5));
    chmodSync(path, 0o622);
    assert.equal(kept.get(DIGEST, 100), undefined);
    rmSync(path);
    writeFileSync(join(folder, 'other'), BYTES, { mode: 0o600 });
    symlinkSync(join(folder, 'other'), path);
    assert.equal(kept.get(DIGEST, 100), undefined);
  });
});

test('the blobs that were used last stay when there is no room', (t) => {
  const { files, kept } = cache(t, 1000);
  const blobs = Array.from({ length: 5 }, (_, index) => Buffer.alloc(200, index));
  for (const [index, bytes] of blobs.entries()) {
    kept.put(digestOf(bytes), bytes);
    utimesSync(join(files, digestOf(bytes).slice(7)), index, index);
  }
  const [first] = blobs;
  assert.ok(first && kept.get(digestOf(first), 1000));
  const more = Buffer.alloc(200, 9);
  kept.put(digestOf(more), more);
  assert.ok(kept.get(digestOf(first), 1000), 'the first was used last');
  assert.ok(kept.get(digestOf(more), 1000));
  assert.ok(readdirSync(files).length <= 5);
});

test('a cache that cannot be written is no error, and a blob that would fill it is not kept', (t) => {
  const { folder, kept } = cache(t, 100);
  kept.put(DIGEST, Buffer.alloc(26));
  assert.deepEqual(readdirSync(folder), []);
  writeFileSync(join(folder, 'file'), '');
  new BlobCache(join(folder, 'file')).put(DIGEST, BYTES);
});
