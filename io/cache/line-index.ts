import { readSync } from 'node:fs';
import { NAME_LENGTH } from './record.js';

const LF = 0x0a;
const PIECE = 1 << 20;
/** Longer lines are not ours. */
const LONGEST = PIECE;

/** The positions of the lines of a file, by name. The file itself need not be in memory. */
export class LineIndex {
  static readonly empty = new LineIndex();
  // Start and length are in one number: a file has less than 2^32 bytes, a line at most 2^20.
  readonly #places = new Map<string, number>();

  /** Reads an open file once, piece by piece. Text after the last line break does not count as a line. */
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
      // The start of a line whose end is not read yet. A line that is too long is skipped.
      kept = length - start < LONGEST ? length - start : 0;
      piece.copyWithin(0, length - kept, length);
      offset += length - kept;
    }
  }

  /** The position of the last line with this name, without its line break. */
  get(name: string): { readonly start: number; readonly length: number } | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : { start: Math.floor(place / LONGEST), length: place % LONGEST };
  }
}
