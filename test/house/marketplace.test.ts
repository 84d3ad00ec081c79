import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';

// What the Marketplace and Open VSX show. vsce itself refuses forbidden values when test/house/vsix.test.ts packs.

interface Manifest {
  readonly icon: string;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly galleryBanner: { readonly color: string; readonly theme: string };
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly homepage: string;
  readonly license: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

test('the icon is a square PNG of at least 128 pixels', () => {
  const png = readFileSync(manifest.icon);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.ok(width >= 128 && width === height, `${width} × ${height}`);
});

test('all addresses in the manifest belong to the same repository', () => {
  const home = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  assert.equal(manifest.bugs.url, `${home}/issues`);
  assert.equal(manifest.homepage, `${home}#readme`);
  assert.equal(manifest.license, 'Apache-2.0');
});

test('the extension can be found by its purpose', () => {
  // https://code.visualstudio.com/api/references/extension-manifest: at most 30 keywords; the categories are a fixed list.
  assert.ok(manifest.keywords.length <= 30 && new Set(manifest.keywords).size === manifest.keywords.length);
  assert.ok(manifest.categories.includes('SCM Providers'));
  assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
});

test('the pictures of the README exist, are described, and are small', () => {
  const pictures = [...readFileSync('README.md', 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
  assert.ok(pictures.length >= 2);
  for (const [, description = '', path = ''] of pictures) {
    assert.ok(existsSync(path), path);
    assert.ok(description.length > 20, `${path} is not described for those who do not see it`);
    assert.ok(statSync(path).size < 150_000, `${path} has ${statSync(path).size} bytes`);
  }
});
