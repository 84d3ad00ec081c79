import { concatBytes } from '../../../core/encoding/index.js';
import type { MerkleTree } from '../merkle.js';

const WIDTH = 256;

/** What the path of a tile names: `level` (undefined: an entry bundle), the tile's index and how many items it must contain. */
export interface TileName {
  readonly level: number | undefined;
  readonly index: number;
  readonly width: number;
}

/** Parses `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]` with N in groups like `x001/x234/067` (C2SP tlog-tiles). */
export function parseTilePath(path: string): TileName | undefined {
  const match = /^(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!match) return undefined;
  const [, level = '', groups = '', partial] = match;
  const width = partial === undefined ? WIDTH : Number(partial);
  if (partial !== undefined && width >= WIDTH) return undefined;
  const index = Number(groups.replace(/[x/]/g, ''));
  return { level: level === 'entries' ? undefined : Number(level), index, width };
}

/** A hash tile: concatenated hashes; undefined when the tree does not have all of them. */
export function hashTile(
  tree: MerkleTree,
  level: number,
  { index, width }: TileName,
): Uint8Array | undefined {
  const hashes = tree.row(level * 8, index * WIDTH, index * WIDTH + width);
  return hashes.length === width ? concatBytes(...hashes) : undefined;
}

/** An entry bundle: each body after its length in two octets. */
export function entryBundle(
  bodies: readonly Uint8Array[],
  { index, width }: TileName,
): Uint8Array | undefined {
  const slice = bodies.slice(index * WIDTH, index * WIDTH + width);
  if (slice.length !== width) return undefined;
  return concatBytes(...slice.flatMap((body) => [Uint8Array.of(body.length >> 8, body.length & 0xff), body]));
}
