import { isMap, isSeq, type Node } from 'yaml';
import type { Correction } from '../reading-calls.js';
import { memberOf, nodeAt, wordOf } from './tree.js';

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Where the lines of a rule begin. The comments directly above it belong to it. */
function blockStart(text: string, node: Node): number {
  let start = lineStart(text, node.range?.[0] ?? 0);
  for (;;) {
    const above = lineStart(text, start - 1);
    if (start === 0 || !/^\s+#/.test(text.slice(above, start))) return start;
    start = above;
  }
}

/**
 * Moves a rule before another one; both are given by their lines, from 1. Works only for rules that share no line with other
 * text.
 */
export function moveUp(text: string, root: unknown, line: number, before: number): Correction | undefined {
  const rules = nodeAt(root, ['rules']);
  if (!isSeq<Node>(rules) || rules.flow) return undefined;
  const at = (wanted: number) =>
    rules.items.findIndex(({ range }) => !!range && lineOf(text, range[0]) === wanted);
  const [from, to] = [at(line), at(before)];
  const [moved, target, next] = [rules.items[from], rules.items[to], rules.items[from + 1]];
  if (!moved || !target || to >= from) return undefined;
  if (!/^\s*- /.test(text.slice(lineStart(text, moved.range?.[0] ?? 0)))) return undefined;
  const start = blockStart(text, moved);
  const end = next ? blockStart(text, next) : endOfLines(text, moved);
  const block = text.slice(start, end);
  const into = blockStart(text, target);
  const name = isMap(target) ? (wordOf(memberOf(target, 'name')) ?? `rule ${to + 1}`) : '';
  return {
    kind: 'move-up',
    word: name,
    changes: [
      { start: into, end: into, text: block.endsWith('\n') ? block : `${block}\n` },
      { start, end, text: '' },
    ],
  };
}

function endOfLines(text: string, { range }: Node): number {
  const end = range?.[1] ?? 0;
  const at = text.indexOf('\n', end - 1);
  return at < 0 ? text.length : at + 1;
}
