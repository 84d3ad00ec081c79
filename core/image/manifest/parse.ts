import { EncodingError, fromUtf8, isObject, parseStrictJson } from '../../encoding/index.js';
import { ManifestError } from './error.js';
import {
  annotationsAt,
  checkSpelling,
  descriptorOf,
  type Fields,
  listAt,
  malformed,
  mediaTypeAt,
} from './fields.js';
import { MEDIA_TYPE, manifestKind } from './media-types.js';
import type { Descriptor, Manifest } from './types.js';

/** What registries take at least, and most of them at most (OCI distribution specification, "Pushing Manifests"). */
export const LARGEST_MANIFEST = 4 * 1024 * 1024;
/** cosign reads at most as many signatures of one image. */
export const MOST_LAYERS = 1_000;
/** Entries of an index. The list of the referrers of an image is one, too. */
export const MOST_MANIFESTS = 10_000;
/** Sizes are added up by readers; a sum must stay exact. */
const LARGEST_SUM = Number.MAX_SAFE_INTEGER;

const KNOWN = [
  'schemaVersion',
  'mediaType',
  'artifactType',
  'config',
  'layers',
  'manifests',
  'subject',
  'annotations',
];
/** Content types that say nothing about a body: of files, and of registries that do not know better. */
const SAY_NOTHING = ['', 'application/octet-stream', 'application/json', 'text/plain'];

/**
 * Parses an image manifest or an index, OCI or Docker schema 2 (OCI image specification 1.1). A document that different readers
 * take for different things is refused: one with `layers` and `manifests` (CVE-2021-41190), with another media type than it was
 * sent with, with a member twice, or with a member whose name differs from a known one in capitals.
 * @param contentType of the answer or the descriptor; left out where nothing says it
 * @throws ManifestError
 */
export function parseManifest(bytes: Uint8Array, contentType = ''): Manifest {
  if (bytes.length > LARGEST_MANIFEST)
    throw new ManifestError('MANIFEST_TOO_LARGE', `a manifest of more than ${LARGEST_MANIFEST} bytes`);
  const fields = fieldsOf(bytes);
  checkSpelling(fields, KNOWN, '');
  const kind = kindOf(fields);
  const mediaType = mediaTypeOf(fields, contentType, kind);
  const artifactType = mediaTypeAt(fields, 'artifactType', '');
  const subject = isLeftOut(fields, 'subject') ? undefined : descriptorOf(fields['subject'], 'subject');
  const common = {
    mediaType,
    ...(artifactType !== undefined && { artifactType }),
    ...(subject && { subject }),
    annotations: annotationsAt(fields, ''),
  };
  if (kind === 'index')
    return { kind, ...common, manifests: descriptorsAt(fields, 'manifests', MOST_MANIFESTS) };
  const config = descriptorOf(fields['config'], 'config');
  return { kind, ...common, config, layers: descriptorsAt(fields, 'layers', MOST_LAYERS) };
}

/**
 * What kind of artifact a manifest is: its own `artifactType`, else the media type of its configuration (OCI image
 * specification, "Guidelines for Artifact Usage"). Undefined for an index that does not say.
 */
export function artifactTypeOf(manifest: Manifest): string | undefined {
  return manifest.artifactType ?? (manifest.kind === 'image' ? manifest.config.mediaType : undefined);
}

function fieldsOf(bytes: Uint8Array): Fields {
  let value: unknown;
  try {
    value = parseStrictJson(fromUtf8(bytes));
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    const twice = error.message.includes('twice');
    throw new ManifestError(
      twice ? 'MANIFEST_AMBIGUOUS' : 'MANIFEST_MALFORMED',
      `the manifest: ${error.message}`,
    );
  }
  if (!isObject(value)) throw malformed('the manifest is not an object');
  return value;
}

function kindOf(fields: Fields): 'image' | 'index' {
  if (fields['schemaVersion'] === 1)
    throw new ManifestError('MANIFEST_TYPE_NOT_SUPPORTED', 'a Docker manifest of schema version 1');
  if (fields['schemaVersion'] !== 2) throw malformed('schemaVersion is not 2');
  const image = 'layers' in fields || 'config' in fields;
  const index = 'manifests' in fields;
  if (image && index)
    throw new ManifestError('MANIFEST_AMBIGUOUS', 'a manifest with the members of an image and of an index');
  if (!image && !index)
    throw new ManifestError('MANIFEST_TYPE_NOT_SUPPORTED', 'a manifest without layers and without manifests');
  return index ? 'index' : 'image';
}

function mediaTypeOf(fields: Fields, contentType: string, kind: 'image' | 'index'): string {
  const own = mediaTypeAt(fields, 'mediaType', '');
  const [bare = ''] = contentType.split(';');
  const sent = bare.trim().toLowerCase();
  const said = SAY_NOTHING.includes(sent) ? undefined : sent;
  if (own !== undefined && said !== undefined && own !== said)
    throw new ManifestError('MANIFEST_AMBIGUOUS', `a manifest that says it is ${own}, sent as ${said}`);
  const mediaType = own ?? said ?? (kind === 'index' ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest);
  const named = manifestKind(mediaType);
  if (named === undefined)
    throw new ManifestError('MANIFEST_TYPE_NOT_SUPPORTED', `a manifest of the media type ${mediaType}`);
  if (named !== kind)
    throw new ManifestError(
      'MANIFEST_AMBIGUOUS',
      `a manifest of the type ${mediaType} with the members of an ${kind}`,
    );
  return mediaType;
}

function descriptorsAt(fields: Fields, name: string, most: number): Descriptor[] {
  // `null` is how Go writes an empty list.
  if (isLeftOut(fields, name)) {
    if (name in fields) return [];
    throw malformed(`${name} is missing`);
  }
  const descriptors = listAt(fields, name, most).map((entry, index) =>
    descriptorOf(entry, `${name}[${index}]`),
  );
  if (descriptors.reduce((sum, { size }) => sum + size, 0) > LARGEST_SUM)
    throw new ManifestError('MANIFEST_TOO_LARGE', `${name} have more bytes than can be counted`);
  return descriptors;
}

function isLeftOut(fields: Fields, name: string): boolean {
  return fields[name] === undefined || fields[name] === null;
}
