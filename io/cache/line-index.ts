import { readSync } from 'node:fs';
import { NAME_LENGTH } from './record.js';

const LF = 0x0a;
const PIECE = 1 << 20;
/** Longer lines are nobody's. */
const LONGEST = PIECE;

/** Where the lines of a file stand, by their names: the file itself need not be in memory. */
export class LineIndex {
  static readonly empty = new LineIndex();
  // Start and length in one number: a file has less than 2^32 bytes, a line at most 2^20.
  readonly #places = new Map<string, number>();

  /** Reads an open file once, piece by piece. What follows the last line break is no line. */
  static of(fd: number): LineIndex {
    const index = new LineIndex();
    const piece = Buffer.allocUnsafe(PIECE + LONGEST);
    let [offset, kept] = [0, 0];
    for (;;) {
      const read = readSync(fd, piece, kept, PIECE, offset + kept);
      if (read === 0) return index;
      const length = kept + read;
      let start = 0;
      for (let end = piece.indexOf(LF); end >= 0 && end < length; end = piece.indexOf(LF, start)) {
        if (end - start > NAME_LENGTH)
          index.#places.set(
            piece.toString('latin1', start, start + NAME_LENGTH),
            (offset + start) * LONGEST + (end - start),
          );
        start = end + 1;
      }
      // A line without an end so far; one that is too long is passed over.
      kept = length - start < LONGEST ? length - start : 0;
      piece.copyWithin(0, length - kept, length);
      offset += length - kept;
    }
  }

  /** Where the last line with this name stands, without its line break. */
  get(name: string): { readonly start: number; readonly length: number } | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : { start: Math.floor(place / LONGEST), length: place % LONGEST };
  }
}
