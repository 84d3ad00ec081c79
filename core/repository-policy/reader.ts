import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, Scalar } from 'yaml';
import type { PolicyErrorCode } from '../codes/index.js';
import type { Location } from '../finding/index.js';
import type { TEXTS, THINGS } from '../signer-policy/each.js';
import { type PolicyFinding, policyFinding } from '../signer-policy/error.js';
import { Expressions } from '../signer-policy/expressions.js';
import { isOfOwnList } from '../signer-policy/other-format.js';
import type { PolicyVariant } from '../signer-policy/sentences.js';
import { nearest } from './suggest.js';

/** Most findings that are collected: after that the file is not worth more words. */
const MOST_PROBLEMS = 100;

/** A member of a mapping, with the place of its name. */
export interface Member {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | null;
}

type TextVariant = 'no-text' | 'boolean' | 'literal-block' | 'folded-block' | 'white-space' | 'control';

/** What consists of fields, and what its name in sentences holds. */
export interface Thing {
  readonly is: keyof typeof THINGS;
  readonly values?: PolicyFinding['values'];
}

/** Reads values out of a YAML tree and notes what is wrong with their places, instead of stopping at the first mistake. */
export class PolicyReader {
  readonly findings: PolicyFinding[] = [];

  /** The regular expressions of the file. */
  readonly expressions = new Expressions();

  /** @param file what the places of findings name as their file */
  constructor(
    private readonly lines: LineCounter,
    private readonly file: string,
  ) {}

  /** True when further mistakes are not noted, and looking for what to say of them is wasted. */
  get full(): boolean {
    return this.findings.length >= MOST_PROBLEMS;
  }

  /** The line of a node, from 1. */
  line(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** Notes a mistake at a node. */
  note<Rule extends PolicyErrorCode>(
    node: Node | null,
    rule: Rule,
    variant: PolicyVariant<Rule>,
    values: PolicyFinding['values'] = {},
    { level, relatedLine }: { level?: PolicyFinding['level']; relatedLine?: number } = {},
  ): void {
    const related = relatedLine === undefined ? undefined : [this.#at(relatedLine, 1)];
    this.add(node?.range?.[0] ?? 0, {
      ...policyFinding(rule, variant, values, level),
      ...(related && { related }),
    });
  }

  /** Notes a finding at an offset. */
  add(offset: number, finding: PolicyFinding): void {
    if (this.full) return;
    const { line, col } = this.lines.linePos(offset);
    this.findings.push({ ...finding, at: this.#at(Math.max(line, 1), Math.max(col, 1)) });
  }

  #at(line: number, column: number): Location {
    return { kind: 'file', id: this.file, range: { start: { line, column } } };
  }

  /** The members of a mapping with names among `known`; undefined when the node is no mapping. */
  members(node: Node | null, thing: Thing, known?: readonly string[]): Map<string, Member> | undefined {
    if (!isMap<Node, Node | null>(node)) {
      this.note(node, 'POLICY_BAD_VALUE', `no-mapping.${thing.is}`, thing.values);
      return undefined;
    }
    const members = new Map<string, Member>();
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.source ?? key.value) : '';
      if (name === '<<') this.note(key, 'POLICY_SYNTAX', 'merge');
      else if (known && !known.includes(name)) this.#unknownField(key, name, thing, known);
      else members.set(name, { name, key, value });
    }
    return members;
  }

  #unknownField(key: Node, name: string, { is, values }: Thing, known: readonly string[]): void {
    if (this.full) return;
    const near = nearest(name, known);
    const named = { ...values, name };
    if (isOfOwnList(name)) this.note(key, 'POLICY_UNKNOWN_FIELD', `other-format.${is}`, named);
    else if (near !== undefined) this.note(key, 'POLICY_UNKNOWN_FIELD', `near.${is}`, { ...named, near });
    else
      this.note(key, 'POLICY_UNKNOWN_FIELD', `known.${is}`, {
        ...named,
        known: known.slice(0, 12).join(', '),
      });
  }

  /** The items of a list, where one value alone counts as a list of one; empty (and noted) when there is none. */
  items(member: Member, most: number): Node[] {
    const { name, value } = member;
    const items = isSeq<Node>(value) ? value.items : value && !isEmpty(value) ? [value] : [];
    if (items.length === 0) this.note(value ?? member.key, 'POLICY_MISSING_FIELD', 'list', { field: name });
    if (items.length > most) {
      this.note(value, 'POLICY_TOO_LARGE', 'items', { field: name, most });
      return [];
    }
    return items;
  }

  /** One line of text as it is written: undefined (and noted) for anything else. `field` is what holds it, or the list. */
  text(node: Node | null, field: string, is: keyof typeof TEXTS = 'field'): string | undefined {
    const bad = (variant: TextVariant) => {
      this.note(node, 'POLICY_BAD_VALUE', `${variant}.${is}`, { field });
      return undefined;
    };
    if (!isScalar(node) || isEmpty(node)) return bad('no-text');
    if (typeof node.value === 'boolean') return bad('boolean');
    // A number is what was written: 40 hexadecimal digits may look like 1e39.
    const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    if (text.endsWith('\n') && node.type === Scalar.BLOCK_LITERAL) return bad('literal-block');
    if (text.endsWith('\n') && node.type === Scalar.BLOCK_FOLDED) return bad('folded-block');
    if (text.trim() !== text) return bad('white-space');
    return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) ? bad('control') : text;
  }

  /** A list of different texts, each with its node. */
  texts(member: Member, most: number): { text: string; node: Node }[] {
    const found = new Map<string, Node>();
    for (const node of this.items(member, most)) {
      const text = this.text(node, member.name, 'item');
      if (text === undefined) continue;
      if (found.has(text)) this.note(node, 'POLICY_BAD_VALUE', 'twice', { field: member.name, text });
      found.set(text, node);
    }
    return [...found].map(([text, node]) => ({ text, node }));
  }
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === '');
}
