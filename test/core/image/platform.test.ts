import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Descriptor,
  type ImageReferenceError,
  parsePlatform,
  printPlatform,
  selectPlatform,
} from '../../../core/image/index.js';

/** Manifests for these platforms, with the position as size. */
function manifests(...platforms: (string | undefined)[]): Descriptor[] {
  return platforms.map((text, size) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${'0'.repeat(64)}`,
    size,
    annotations: {},
    ...(text !== undefined && { platform: parsePlatform(text) }),
  }));
}

const chosen = (wanted: string, ...platforms: (string | undefined)[]) =>
  selectPlatform(manifests(...platforms), parsePlatform(wanted))?.size;

describe('the manifest for a platform', () => {
  test('is the first of its system and architecture', () => {
    assert.equal(chosen('linux/arm64', 'linux/amd64', 'linux/arm64', 'linux/arm64'), 1);
    assert.equal(chosen('linux/arm64', 'windows/arm64', 'linux/amd64', undefined), undefined);
    assert.equal(chosen('linux/amd64'), undefined);
  });

  test('is never that of an attestation, whose platform is unknown/unknown', () => {
    assert.equal(chosen('linux/amd64', 'unknown/unknown', 'linux/amd64'), 1);
  });

  test('is of the highest variant that the processor runs', () => {
    const arm = ['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm/v8'];
    assert.equal(chosen('linux/arm/v7', ...arm), 2);
    assert.equal(chosen('linux/arm/v6', ...arm), 1);
    assert.equal(chosen('linux/arm/v7', 'linux/arm/v5', 'linux/arm/v6'), 1);
    assert.equal(chosen('linux/arm/v5', 'linux/arm/v6'), undefined);
    assert.equal(chosen('linux/amd64', 'linux/amd64/v3', 'linux/amd64'), 1);
    assert.equal(chosen('linux/amd64/v3', 'linux/amd64', 'linux/amd64/v2', 'linux/amd64/v4'), 1);
  });

  test('is that of the usual variant where none is written', () => {
    assert.equal(chosen('linux/arm64', 'linux/arm64/v8'), 0);
    assert.equal(chosen('linux/arm64/v8', 'linux/arm64'), 0);
    assert.equal(chosen('linux/arm', 'linux/arm/v6', 'linux/arm/v7'), 1);
    assert.equal(chosen('linux/arm/v6', 'linux/arm'), undefined);
  });

  test('is found by every name of an architecture', () => {
    assert.equal(chosen('linux/x86_64', 'linux/amd64'), 0);
    assert.equal(chosen('linux/aarch64', 'linux/arm64'), 0);
    assert.equal(chosen('linux/armhf', 'linux/arm/v6', 'linux/arm/v7'), 1);
    assert.equal(chosen('linux/armel', 'linux/arm/v6', 'linux/arm/v7'), 0);
    assert.equal(chosen('macos/arm64', 'darwin/arm64'), 0);
    assert.equal(chosen('Linux/AMD64', 'linux/amd64'), 0);
  });

  test('of Windows is of the build that is asked for, whatever its last number', () => {
    const windows = ['windows/amd64:10.0.17763.1', 'windows/amd64:10.0.20348.2'];
    assert.equal(chosen('windows/amd64:10.0.20348', ...windows), 1);
    assert.equal(chosen('windows/amd64:10.0.2034', ...windows), undefined);
    assert.equal(chosen('windows/amd64', ...windows), 0);
  });
});

describe('a platform', () => {
  test('is printed as it is read', () => {
    for (const text of ['linux/amd64', 'linux/arm/v7', 'windows/amd64:10.0.17763.1'])
      assert.equal(printPlatform(parsePlatform(text)), text);
  });

  test('is refused unless it is a system and an architecture', () => {
    for (const text of [
      '',
      'linux',
      'linux/',
      '/amd64',
      'linux/arm/v7/x',
      'linux/arm/',
      'a b/c',
      'linux/amd64:',
    ])
      assert.throws(
        () => parsePlatform(text),
        ({ code }: ImageReferenceError) => code === 'PLATFORM_MALFORMED',
        text,
      );
  });
});
