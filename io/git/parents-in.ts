import { latin1 } from '../../core/encoding/index.js';

/** Bytes in which parents are looked for: git writes no commit with so many. */
const MOST_PARENTS = 1 << 20;
const PARENTS = /^tree [0-9a-f]+\n((?:parent (?:[0-9a-f]{40}|[0-9a-f]{64})\n)*)/;

/** The ids of the parents that the bytes of a commit name, in their order, as git reads them: whatever else is wrong there. */
export function parentsIn(raw: Uint8Array): string[] {
  const lines = PARENTS.exec(latin1(raw.subarray(0, MOST_PARENTS)))?.[1] ?? '';
  return lines.split('\n').flatMap((line) => (line === '' ? [] : [line.slice('parent '.length)]));
}
