import { type Node, Scalar } from 'yaml';
import { doubtsAbout, nearest } from '../../../core/repository-policy/editing.js';
import { SIGNER_FIELDS } from '../../../core/repository-policy/read-signer.js';
import type { PolicyFinding } from '../../../core/signer-policy/index.js';
import type { TextChange } from '../../frame/findings/remark.js';
import type { Correction } from '../reading-calls.js';
import { fieldsAt } from './fields.js';
import { moveUp } from './move-rule.js';
import { signerNames } from './signers.js';
import { type Place, wordOf } from './tree.js';

/** The text in the same style (plain or quoted) as the scalar. */
function written(text: string, { type }: Scalar): string {
  if (type === Scalar.QUOTE_SINGLE) return `'${text.replaceAll("'", "''")}'`;
  return type === Scalar.QUOTE_DOUBLE ? JSON.stringify(text) : text;
}

function replaced({ scalar }: Place, text: string): TextChange[] {
  const [start, end] = scalar.range ?? [0, 0];
  return [{ start, end, text: written(text, scalar) }];
}

function rename(place: Place, known: readonly string[]): Correction | undefined {
  const word = nearest(wordOf(place.scalar) ?? '', known);
  return word === undefined ? undefined : { kind: 'rename', word, changes: replaced(place, word) };
}

/** `|` and `>` keep the line break at the end; `|-` and `>-` drop it. */
function chomp(text: string, { scalar }: Place): Correction | undefined {
  const [start = 0] = scalar.range ?? [];
  const [header = '', style = '', digits = ''] = /^([|>])(\d?)[+]?(\d?)/.exec(text.slice(start)) ?? [];
  if (style === '') return undefined;
  const word = `${style}-${digits}`;
  return { kind: 'chomp', word, changes: [{ start, end: start + header.length, text: word }] };
}

function badValue(text: string, place: Place): Correction | undefined {
  const { scalar, path } = place;
  const { value, type } = scalar;
  if (typeof value === 'boolean') {
    const word = `'${wordOf(scalar) ?? ''}'`;
    const [start, end] = scalar.range ?? [0, 0];
    return { kind: 'quote', word, changes: [{ start, end, text: word }] };
  }
  if (typeof value !== 'string') return undefined;
  if (type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED)
    return value.endsWith('\n') && !value.trim().includes('\n') ? chomp(text, place) : undefined;
  if (value.trim() !== value && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value))
    return { kind: 'trim', word: value.trim(), changes: replaced(place, value.trim()) };
  return path[0] === 'rules' && path[2] === 'signerIs' ? rename(place, ['author', 'committer']) : undefined;
}

function expression(place: Place, { variant }: PolicyFinding): Correction | undefined {
  const { scalar, path } = place;
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  const pattern = typeof scalar.value === 'string' ? scalar.value : '';
  if (typeof name !== 'string' || !SIGNER_FIELDS.includes(name)) return undefined;
  const doubts = doubtsAbout(name.replace(/RegExp$/, ''), pattern);
  const { better } = doubts.find((doubt) => doubt.variant === variant) ?? {};
  if (better === undefined || better === '') return undefined;
  return { kind: 'expression', word: better, changes: replaced(place, better) };
}

/** The fix of a problem that is safe to make without thinking. `place` is the word at which it was found. */
export function correctionOf(
  text: string,
  root: Node | null | undefined,
  finding: PolicyFinding,
  place: Place | undefined,
): Correction | undefined {
  const { rule, at, related } = finding;
  const [line, before] = [at?.range?.start.line, related?.[0]?.range?.start.line];
  if (rule === 'POLICY_UNREACHABLE_RULE' && line !== undefined && before !== undefined)
    return moveUp(text, root, line, before);
  if (!place) return undefined;
  switch (rule) {
    case 'POLICY_UNKNOWN_FIELD':
      return place.role === 'key' ? rename(place, fieldsAt(place.path)) : undefined;
    case 'POLICY_UNKNOWN_SIGNER':
      return rename(place, signerNames(root));
    case 'POLICY_UNANCHORED':
      return expression(place, finding);
    case 'POLICY_BAD_VALUE':
      return badValue(text, place);
    default:
      return undefined;
  }
}
