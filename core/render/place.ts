import type { Location } from '../finding/index.js';
import { harmless } from '../harmless/index.js';

/** `file:line:column`, which editors and terminals show as a link; unknown parts are left out. One harmless line. */
export function placeText({ id, path, range }: Location): string {
  const where = path === undefined || path === id ? harmless(id) : `${harmless(id)}:${harmless(path)}`;
  return range === undefined ? where : `${where}:${range.start.line}:${range.start.column}`;
}

/** The file of a location, with `/` between its parts; undefined for a location without a file. */
export function fileOf({ kind, id, path }: Location): string | undefined {
  return path ?? (kind === 'file' ? id : undefined);
}
