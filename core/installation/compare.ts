import { DIGEST_LIST, type DigestList } from './digest-list.js';

/** How the files of a folder differ from a list; paths in order. */
export interface FileDifferences {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly missing: readonly string[];
}

/** Not every VS Code keeps the archive's own manifest beside the extension. */
const MAY_BE_MISSING: ReadonlySet<string> = new Set(['.vsixmanifest']);

/**
 * Compares the files in a folder (path to hex digest; undefined for anything but a plain file) with the list. The list does
 * not contain itself: the provenance attests its digest.
 */
export function compareFiles(
  { files }: DigestList,
  found: ReadonlyMap<string, string | undefined>,
): FileDifferences {
  const changed: string[] = [];
  const added: string[] = [];
  for (const [path, digest] of found) {
    if (path === DIGEST_LIST) continue;
    const listed = files.get(path);
    if (listed === undefined) added.push(path);
    else if (listed !== digest) changed.push(path);
  }
  const missing = [...files.keys()].filter((path) => !found.has(path) && !MAY_BE_MISSING.has(path));
  return { changed: changed.sort(), added: added.sort(), missing: missing.sort() };
}
