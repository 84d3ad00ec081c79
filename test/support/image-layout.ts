import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, utf8 } from '../../core/encoding/index.js';
import { attachmentTag, digestOf, type ImageDigest, MEDIA_TYPE } from '../../core/image/index.js';

/** What is attached to the image of a layout, by the kind of its tag. */
export interface LayoutAttachments {
  readonly sbom?: unknown;
  /** The payload of an envelope that nobody signed. */
  readonly att?: unknown;
}

/** Writes an OCI layout with one image and what is attached to it under tags. @returns the digest of the image */
export function writeImageLayout(folder: string, { sbom, att }: LayoutAttachments = {}): ImageDigest {
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const add = (bytes: Uint8Array, mediaType: string) => {
    const digest = digestOf(bytes);
    writeFileSync(join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length)), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const manifest = (layers: readonly object[]) => {
    const config = add(utf8('{}'), 'application/vnd.oci.image.config.v1+json');
    const json = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociManifest, config, layers };
    return add(utf8(JSON.stringify(json)), MEDIA_TYPE.ociManifest);
  };
  const named = (descriptor: object, name: string | undefined) => ({
    ...descriptor,
    annotations: { 'org.opencontainers.image.ref.name': name },
  });
  const image = manifest([add(utf8('a layer'), 'application/vnd.oci.image.layer.v1.tar')]);
  const entries = [named(image, 'v1')];
  if (sbom !== undefined) {
    const layer = add(utf8(JSON.stringify(sbom)), 'text/spdx+json');
    entries.push(named(manifest([layer]), attachmentTag(image.digest, 'sbom')));
  }
  if (att !== undefined) {
    const payload = toBase64(utf8(JSON.stringify(att)));
    const signatures = [{ sig: toBase64(utf8('no signature')) }];
    const envelope = { payloadType: 'application/vnd.in-toto+json', payload, signatures };
    const layer = add(utf8(JSON.stringify(envelope)), 'application/vnd.dsse.envelope.v1+json');
    entries.push(named(manifest([layer]), attachmentTag(image.digest, 'att')));
  }
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: entries };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return image.digest;
}
