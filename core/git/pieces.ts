import { room } from '../encoding/index.js';

/** concatBytes for any number of pieces. A hostile header can have more pieces than a function call may have arguments. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const out = room(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
