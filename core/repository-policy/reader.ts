import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, Scalar } from 'yaml';
import type { PolicyErrorCode, PolicyProblem } from '../signer-policy/error.js';
import { Expressions } from '../signer-policy/expressions.js';
import { hintForRepository } from '../signer-policy/other-format.js';
import { didYouMean } from './suggest.js';

/** Most problems that are collected: after that the file is not worth more words. */
const MOST_PROBLEMS = 100;

/** A member of a mapping: its name and where it stands. */
export interface Member {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | null;
}

/** Reads values out of a YAML tree and notes what is wrong with their places, instead of stopping at the first mistake. */
export class PolicyReader {
  readonly problems: PolicyProblem[] = [];

  /** The regular expressions of the file. */
  readonly expressions = new Expressions();

  constructor(private readonly lines: LineCounter) {}

  /** True when further problems are not noted, and words for them are wasted. */
  get full(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  /** The line a node stands on, from 1. */
  line(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** Notes a problem at a node. */
  note(
    node: Node | null,
    code: PolicyErrorCode,
    message: string,
    severity: PolicyProblem['severity'] = 'error',
    relatedLine?: number,
  ): void {
    if (this.full) return;
    const { line, col } = this.lines.linePos(node?.range?.[0] ?? 0);
    this.problems.push({
      severity,
      code,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message,
      ...(relatedLine !== undefined && { relatedLine }),
    });
  }

  /** The members of a mapping with names among `known`; undefined when the node is no mapping. */
  members(node: Node | null, what: string, known?: readonly string[]): Map<string, Member> | undefined {
    if (!isMap<Node, Node | null>(node)) {
      this.note(node, 'POLICY_BAD_VALUE', `${what} must be a mapping (name: value)`);
      return undefined;
    }
    const members = new Map<string, Member>();
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.source ?? key.value) : '';
      if (name === '<<') this.note(key, 'POLICY_SYNTAX', 'merge keys (<<) are not taken: write it out');
      else if (known && !known.includes(name)) {
        const hint = this.full
          ? ''
          : hintForRepository(name) ||
            didYouMean(name, known) ||
            `; known are ${known.slice(0, 12).join(', ')}`;
        this.note(
          key,
          'POLICY_UNKNOWN_FIELD',
          `${what} has the unknown field ${JSON.stringify(name)}${hint}`,
        );
      } else members.set(name, { name, key, value });
    }
    return members;
  }

  /** The items of a list, where one value alone counts as a list of one; empty (and noted) when there is none. */
  items(member: Member, most: number): Node[] {
    const { name, value } = member;
    const items = isSeq<Node>(value) ? value.items : value && !isEmpty(value) ? [value] : [];
    if (items.length === 0) this.note(value ?? member.key, 'POLICY_MISSING_FIELD', `${name} is empty`);
    if (items.length > most) {
      this.note(value, 'POLICY_TOO_LARGE', `${name} has more than ${most} items`);
      return [];
    }
    return items;
  }

  /** One line of text as it is written: undefined (and noted) for anything else. */
  text(node: Node | null, what: string): string | undefined {
    if (!isScalar(node) || isEmpty(node)) {
      this.note(node, 'POLICY_BAD_VALUE', `${what} must be a text`);
      return undefined;
    }
    if (typeof node.value === 'boolean') {
      this.note(node, 'POLICY_BAD_VALUE', `${what} must be a text: write it in quotes`);
      return undefined;
    }
    // A number is what was written: 40 hexadecimal digits may look like 1e39.
    const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    if (text.endsWith('\n') && node.type === Scalar.BLOCK_LITERAL)
      return this.#bad(
        node,
        `${what} ends with a line break, which | keeps: write it on one line, or use |-`,
      );
    if (text.endsWith('\n') && node.type === Scalar.BLOCK_FOLDED)
      return this.#bad(
        node,
        `${what} ends with a line break, which > keeps: write it on one line, or use >-`,
      );
    if (text.trim() !== text) return this.#bad(node, `${what} begins or ends with white space`);
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text))
      return this.#bad(node, `${what} has a line break or another control character`);
    return text;
  }

  #bad(node: Node, message: string): undefined {
    this.note(node, 'POLICY_BAD_VALUE', message);
    return undefined;
  }

  /** A list of texts without repetition, each with its node. */
  texts(member: Member, most: number): { text: string; node: Node }[] {
    const found = new Map<string, Node>();
    for (const node of this.items(member, most)) {
      const text = this.text(node, `an item of ${member.name}`);
      if (text === undefined) continue;
      if (found.has(text))
        this.note(node, 'POLICY_BAD_VALUE', `${member.name} names ${JSON.stringify(text)} twice`);
      found.set(text, node);
    }
    return [...found].map(([text, node]) => ({ text, node }));
  }
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === '');
}
