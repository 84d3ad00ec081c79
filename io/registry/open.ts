import { statSync } from 'node:fs';
import { type ImageReference, parseReference } from '../../core/image/index.js';
import { RegistryError } from './error.js';
import { folderFiles } from './layout/files.js';
import { LayoutSource } from './layout/source.js';
import { tarFiles } from './layout/tar.js';
import { Repository } from './repository.js';
import type { RegistryRun } from './run.js';
import type { ImageName, ImageSource } from './source.js';

/** An image that a person named. */
export interface OpenImage {
  readonly source: ImageSource;
  readonly name: ImageName;
  /** Where it is in a registry. */
  readonly reference?: ImageReference;
}

const TRANSPORT = /^(?:oci|oci-archive|docker-archive):(.+)$/s;
/** A path is never taken for a name in a registry, nor the other way round: it begins like one. */
const PATH = /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:[\\/])/;

/**
 * Opens what `text` names: `oci:DIR[:TAG]`, `oci-archive:FILE[:TAG]` or `docker-archive:FILE[:TAG]` as skopeo writes them; a
 * path that begins with `/`, `./` or `../`; else an image in a registry. A folder and a file are told apart by looking.
 * @throws ImageReferenceError, RegistryError, ManifestError
 */
export function openImage(text: string, run: RegistryRun): OpenImage {
  const [, named] = TRANSPORT.exec(text) ?? [];
  if (named !== undefined) return inFile(named);
  if (PATH.test(text)) return { source: layoutAt(text), name: {} };
  const reference = parseReference(text);
  return { source: new Repository(run, reference), name: reference, reference };
}

/** A path may have a colon itself: what follows the last one is a tag if the path is not there with it. */
function inFile(text: string): OpenImage {
  const [, path = text, tag] = /^(.+):([\w][\w.-]{0,127})$/s.exec(text) ?? [];
  return tag === undefined || kindOf(text) !== undefined
    ? { source: layoutAt(text), name: {} }
    : { source: layoutAt(path), name: { tag } };
}

function layoutAt(path: string): LayoutSource {
  const kind = kindOf(path);
  if (kind === undefined)
    throw new RegistryError(
      'LAYOUT_MALFORMED',
      path,
      'there is neither a folder nor a file',
      'check the path',
    );
  return new LayoutSource(kind === 'folder' ? folderFiles(path) : tarFiles(path));
}

function kindOf(path: string): 'folder' | 'file' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
