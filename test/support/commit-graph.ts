import { createHash } from 'node:crypto';

const CHUNKS_AT = 8;
const CHUNK_ENTRY = 12;
const ID = 20;
const ROW = 36;

/** The offset of the chunk with this name (gitformat-commit-graph(5)). */
function chunk(file: Buffer, name: string): number {
  for (let at = CHUNKS_AT; at < file.length; at += CHUNK_ENTRY)
    if (file.toString('latin1', at, at + 4) === name) return Number(file.readBigUInt64BE(at + 4));
  throw new Error(`there is no chunk ${name}`);
}

/** A commit-graph file of a SHA-1 repository that states another first parent for a commit, with a correct checksum. */
export function withOtherParent(file: Uint8Array, commit: string, parent: string): Buffer {
  const changed = Buffer.from(file);
  const [fanout, ids, data] = ['OIDF', 'OIDL', 'CDAT'].map((name) => chunk(changed, name));
  if (fanout === undefined || ids === undefined || data === undefined) throw new Error('no commit-graph');
  const count = changed.readUInt32BE(fanout + 255 * 4);
  const place = (id: string) => {
    for (let at = 0; at < count; at++)
      if (changed.toString('hex', ids + at * ID, ids + at * ID + ID) === id) return at;
    throw new Error(`${id} is not in the commit-graph`);
  };
  changed.writeUInt32BE(place(parent), data + place(commit) * ROW + ID);
  const sum = createHash('sha1').update(changed.subarray(0, -ID)).digest();
  sum.copy(changed, changed.length - ID);
  return changed;
}
