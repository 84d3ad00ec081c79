import { isObject } from '../../encoding/index.js';
import { type ImageDigest, ImageReferenceError, parseDigest } from '../reference/index.js';
import { ManifestError } from './error.js';
import type { Annotations, Descriptor, Platform } from './types.js';

/** Members of one JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

const MOST_ANNOTATIONS = 1_000;
const LONGEST_MEDIA_TYPE = 255;
// RFC 6838 section 4.2: names of 127 characters at most; and parameters, as in some configurations.
const MEDIA_TYPE_FORM = /^[A-Za-z0-9][\w!#$&^.+-]{0,126}\/[A-Za-z0-9][\w!#$&^.+-]{0,126}(?:\s*;[ -~]*)?$/;

/**
 * Refuses members that are spelled like one of `known` but for capitals: readers in Go take them for it, all others do not.
 * @throws ManifestError MANIFEST_AMBIGUOUS
 */
export function checkSpelling(fields: Fields, known: readonly string[], place: string): void {
  const spelled = new Map(known.map((name) => [name.toLowerCase(), name]));
  for (const name of Object.keys(fields)) {
    const meant = spelled.get(name.toLowerCase());
    if (meant !== undefined && meant !== name)
      throw new ManifestError('MANIFEST_AMBIGUOUS', `${place}${name} differs from ${meant} in capitals only`);
  }
}

/** The text at `name`; undefined when left out. @throws ManifestError MANIFEST_MALFORMED */
export function textAt(fields: Fields, name: string, place: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw malformed(`${place}${name} is not text`);
  return value === '' ? undefined : value;
}

/** A media type; undefined when left out. @throws ManifestError MANIFEST_MALFORMED */
export function mediaTypeAt(fields: Fields, name: string, place: string): string | undefined {
  const value = textAt(fields, name, place);
  if (value !== undefined && (value.length > LONGEST_MEDIA_TYPE || !MEDIA_TYPE_FORM.test(value)))
    throw malformed(`${place}${name} is not a media type`);
  return value;
}

/** The objects of the list at `name`. @throws ManifestError MANIFEST_MALFORMED, MANIFEST_TOO_LARGE */
export function listAt(fields: Fields, name: string, most: number): Fields[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw malformed(`${name} is not a list`);
  if (value.length > most)
    throw new ManifestError('MANIFEST_TOO_LARGE', `${name} has more than ${most} entries`);
  if (!value.every(isObject)) throw malformed(`${name} has an entry that is not an object`);
  return value;
}

/** The annotations of a manifest or a descriptor. @throws ManifestError MANIFEST_MALFORMED, MANIFEST_TOO_LARGE */
export function annotationsAt(fields: Fields, place: string): Annotations {
  const value = fields['annotations'];
  const annotations: Record<string, string> = Object.create(null);
  if (value === undefined || value === null) return annotations;
  if (!isObject(value)) throw malformed(`${place}annotations is not an object`);
  const entries = Object.entries(value);
  if (entries.length > MOST_ANNOTATIONS)
    throw new ManifestError(
      'MANIFEST_TOO_LARGE',
      `${place}annotations has more than ${MOST_ANNOTATIONS} entries`,
    );
  for (const [name, text] of entries) {
    if (typeof text !== 'string') throw malformed(`${place}annotations has a value that is not text`);
    annotations[name] = text;
  }
  return annotations;
}

const DESCRIPTOR = ['mediaType', 'digest', 'size', 'artifactType', 'annotations', 'platform', 'urls', 'data'];
const PLATFORM = ['os', 'architecture', 'variant', 'os.version', 'os.features'];

/** The descriptor that `value` is. @throws ManifestError */
export function descriptorOf(value: unknown, place: string): Descriptor {
  if (!isObject(value)) throw malformed(`${place} is not an object`);
  const inside = `${place}.`;
  checkSpelling(value, DESCRIPTOR, inside);
  const mediaType = mediaTypeAt(value, 'mediaType', inside);
  const artifactType = mediaTypeAt(value, 'artifactType', inside);
  const platform = platformAt(value, inside);
  const { size } = value;
  if (mediaType === undefined) throw malformed(`${inside}mediaType is missing`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw malformed(`${inside}size is not a number of bytes`);
  return {
    mediaType,
    digest: digestAt(value, inside),
    size,
    ...(artifactType !== undefined && { artifactType }),
    annotations: annotationsAt(value, inside),
    ...(platform && { platform }),
  };
}

function digestAt(fields: Fields, place: string): ImageDigest {
  const text = textAt(fields, 'digest', place);
  if (text === undefined) throw malformed(`${place}digest is missing`);
  try {
    return parseDigest(text);
  } catch (error) {
    if (error instanceof ImageReferenceError) throw malformed(`${place}digest: ${error.message}`);
    throw error;
  }
}

function platformAt(fields: Fields, place: string): Platform | undefined {
  const value = fields['platform'];
  if (value === undefined || value === null) return undefined;
  const inside = `${place}platform.`;
  if (!isObject(value)) throw malformed(`${place}platform is not an object`);
  checkSpelling(value, PLATFORM, inside);
  const variant = textAt(value, 'variant', inside);
  const osVersion = textAt(value, 'os.version', inside);
  return {
    // Configurations of OCI artifacts have an empty platform; nothing ever asks for it.
    os: textAt(value, 'os', inside) ?? '',
    architecture: textAt(value, 'architecture', inside) ?? '',
    ...(variant !== undefined && { variant }),
    ...(osVersion !== undefined && { osVersion }),
  };
}

/** An error about a manifest that breaks its format. */
export function malformed(message: string): ManifestError {
  return new ManifestError('MANIFEST_MALFORMED', message);
}
