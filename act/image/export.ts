import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../core/encoding/index.js';
import {
  type Descriptor,
  digestOf,
  type ImageDigest,
  MEDIA_TYPE,
  type Platform,
} from '../../core/image/index.js';
import {
  type AttachmentPlace,
  attachmentsOf,
  findImage,
  ImageError,
  type ImageSession,
  type Repository,
} from '../../inspect/image/index.js';
import type { Config } from '../../io/config/index.js';
import type { FetchedManifest } from '../../io/registry/source.js';
import { trustedRootText } from '../../io/trust/text.js';

/** What an export depends on besides the image. */
export interface ExportOptions extends AttachmentPlace {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly platform?: Platform | undefined;
}

/** What was put into the folder. */
export interface Exported {
  readonly digest: ImageDigest;
  /** Of the image and the images in it. */
  readonly manifests: number;
  readonly attached: number;
}

const NAME = 'org.opencontainers.image.ref.name';

/** Takes a new or empty folder. @throws ImageError IMAGE_EXPORT_FOLDER_USED */
function newFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ImageError(
      'IMAGE_EXPORT_FOLDER_USED',
      `${folder} is not empty`,
      'name a folder that is not there yet: what is in it already would be taken for part of the image',
    );
  mkdirSync(join(folder, 'blobs'), { recursive: true });
}

/** An OCI layout that is being written (OCI image specification, "Image Layout"). */
class LayoutWriter {
  readonly #entries: object[] = [];
  constructor(readonly folder: string) {}

  blob(digest: ImageDigest, bytes: Uint8Array): void {
    const [algorithm = '', hex = ''] = digest.split(':');
    mkdirSync(join(this.folder, 'blobs', algorithm), { recursive: true });
    writeFileSync(join(this.folder, 'blobs', algorithm, hex), bytes);
  }

  /** @param name the tag under which it can be found */
  manifest({ digest, bytes, manifest }: FetchedManifest, name?: string): void {
    this.blob(digest, bytes);
    const { mediaType } = manifest;
    if (name !== undefined)
      this.#entries.push({ mediaType, digest, size: bytes.length, annotations: { [NAME]: name } });
  }

  end(): void {
    const index = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: this.#entries };
    writeFileSync(join(this.folder, 'index.json'), JSON.stringify(index, undefined, 2));
    writeFileSync(join(this.folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  }
}

/** Copies what is attached to a manifest. @throws ImageError IMAGE_EXPORT_INCOMPLETE if something cannot be read */
async function copyAttached(
  session: ImageSession,
  image: { readonly place: Repository; readonly digest: ImageDigest },
  writer: LayoutWriter,
  place: AttachmentPlace,
): Promise<number> {
  const attachments = await attachmentsOf(session, image, ['signatures', 'attestations', 'sboms'], place);
  for (const { place: where, digest, tag, layers, problem } of attachments) {
    if (problem !== undefined) throw incomplete(tag ?? digest, problem);
    writer.manifest(await session.manifest(where, digest), tag);
    for (const layer of layers) await copyBlob(session, where, layer, writer);
  }
  return attachments.length;
}

async function copyBlob(
  session: ImageSession,
  place: Repository,
  descriptor: Descriptor,
  writer: LayoutWriter,
): Promise<void> {
  const blob = await session.blob(place, descriptor);
  if ('problem' in blob) throw incomplete(descriptor.digest, blob.problem);
  writer.blob(descriptor.digest, blob.value);
}

function incomplete(what: string, why: string): ImageError {
  return new ImageError(
    'IMAGE_EXPORT_INCOMPLETE',
    `${what} cannot be copied: ${why}`,
    'the folder is not complete: remove it, and try again when the registry gives everything',
  );
}

/**
 * Puts into a new folder what a verification needs: the manifest of an image and of the images in it, what is attached to each,
 * and the trusted root. No layer of an image is copied.
 * @throws ImageReferenceError, ImageError, TrustError, and what the registry throws
 */
export async function exportImage(
  session: ImageSession,
  name: string,
  folder: string,
  { config, env, platform, ...place }: ExportOptions,
): Promise<Exported> {
  const image = await findImage(session, name, platform);
  const root = await trustedRootText(config, env);
  newFolder(folder);
  const writer = new LayoutWriter(folder);
  const fetched = await session.manifest(image.place, image.digest);
  writer.manifest(fetched, image.reference.tag ?? 'image');
  const inside = fetched.manifest.kind === 'index' ? fetched.manifest.manifests : [];
  let attached = await copyAttached(session, image, writer, place);
  for (const descriptor of inside) {
    const child = await session.manifest(image.place, descriptor);
    writer.manifest(child);
    attached += await copyAttached(session, { ...image, digest: child.digest }, writer, place);
    // What BuildKit put into the index are statements, and not layers of an image.
    if (descriptor.annotations['vnd.docker.reference.type'] !== undefined && child.manifest.kind === 'image')
      for (const layer of child.manifest.layers) await copyBlob(session, image.place, layer, writer);
  }
  if (root !== undefined) writeFileSync(join(folder, 'trusted_root.json'), utf8(root));
  writer.end();
  return { digest: digestOf(fetched.bytes), manifests: 1 + inside.length, attached };
}
