import { fromUtf8, isObject, parseStrictJson } from '../encoding/index.js';
import { readContent } from './content.js';
import { BundleError } from './error.js';
import { inBundle, messageAt } from './fields.js';
import { readLogEntries, readSigner, readTimestamps } from './material.js';
import { checkShape } from './shape.js';
import type { Bundle } from './types.js';

/** The largest bundle taken: 16 MiB, room for the SBOM of a large image in a DSSE envelope. */
export const LARGEST_BUNDLE = 16 << 20;

const VERSIONS: Readonly<Record<string, Bundle['version']>> = {
  'application/vnd.dev.sigstore.bundle+json;version=0.1': '0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2': '0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3': '0.3',
  'application/vnd.dev.sigstore.bundle.v0.3+json': '0.3',
};

function readVersion(mediaType: unknown): Bundle['version'] {
  const version =
    typeof mediaType === 'string' && Object.hasOwn(VERSIONS, mediaType) ? VERSIONS[mediaType] : undefined;
  if (version === undefined)
    throw new BundleError(
      'BUNDLE_VERSION_NOT_SUPPORTED',
      'the media type is not that of a Sigstore bundle of version 0.1, 0.2 or 0.3',
    );
  return version;
}

/**
 * Takes a Sigstore bundle apart (protobuf-specs sigstore_bundle.proto v0.1, v0.2, v0.3 as protobuf JSON). Strict: UTF-8
 * without byte order mark, at most 16 MiB, no member twice, no unknown member, names in lowerCamelCase. Bytes may be standard
 * or URL-safe base64. Only parses: nothing in the bundle is verified here.
 * @throws BundleError
 */
export function parseBundle(json: Uint8Array): Bundle {
  if (json.length > LARGEST_BUNDLE)
    throw new BundleError('BUNDLE_MALFORMED', `a bundle of more than ${LARGEST_BUNDLE} bytes`);
  const value = inBundle('the bundle', () => parseStrictJson(fromUtf8(json)));
  const version = readVersion(isObject(value) ? value['mediaType'] : undefined);
  checkShape(value);
  const material = messageAt(value, 'verificationMaterial');
  if (!material) throw new BundleError('BUNDLE_MALFORMED', 'the bundle has no verification material');
  const signer = readSigner(material, version);
  const keyHint = signer.kind === 'public-key' ? signer.hint : '';
  return {
    version,
    signer,
    logEntries: readLogEntries(material),
    timestampTokens: readTimestamps(material),
    content: readContent(value, keyHint),
  };
}
