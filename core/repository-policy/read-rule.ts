import type { Node } from 'yaml';
import { patternMistake, patternsOf } from './pattern.js';
import { readObjectId } from './read-date.js';
import type { Member, PolicyReader } from './reader.js';
import { nearest } from './suggest.js';
import type { Patterns, PolicyRule, PolicySigner } from './types.js';
import { noteUnknownSigner } from './unknown-signer.js';

/** Every field of a rule. */
export const RULE_FIELDS = [
  'name',
  'branches',
  'tags',
  'paths',
  'signers',
  'signerIs',
  'merges',
  'requiredSince',
] as const;

const MOST_PATTERNS = 1000;
const PERSONS = ['author', 'committer'] as const;

/** What a rule can refer to. */
export interface RuleContext {
  readonly signers: ReadonlyMap<string, PolicySigner>;
  /** For the whole file; that of a rule wins. */
  readonly requiredSince?: string | undefined;
}

function patterns(reader: PolicyReader, member: Member | undefined): Patterns | undefined {
  if (!member) return undefined;
  const of = member.name as 'branches' | 'tags' | 'paths';
  const good = reader.texts(member, MOST_PATTERNS).filter(({ text, node }) => {
    const wrong = patternMistake(text, of);
    if (wrong)
      reader.note(node, 'POLICY_BAD_VALUE', wrong.variant, { field: of, pattern: text, ...wrong.values });
    return !wrong;
  });
  return patternsOf(good.map(({ text }) => text));
}

function signerNames(reader: PolicyReader, member: Member, { signers }: RuleContext): string[] {
  return reader.texts(member, MOST_PATTERNS).flatMap(({ text, node }) => {
    if (signers.has(text)) return [text];
    noteUnknownSigner(reader, node, { field: member.name, signer: text }, signers);
    return [];
  });
}

function merges(reader: PolicyReader, member: Member, context: RuleContext, allowed: readonly string[]) {
  const { value } = member;
  if (value && 'value' in value && value.value === 'nobody') return [];
  const names = signerNames(reader, member, context);
  for (const name of names)
    if (!allowed.includes(name)) reader.note(value, 'POLICY_WITHOUT_EFFECT', 'merges', { signer: name });
  return names;
}

function persons(reader: PolicyReader, member: Member): PolicyRule['signerIs'] {
  return reader.texts(member, PERSONS.length).flatMap(({ text, node }) => {
    const person = PERSONS.find((known) => known === text);
    if (person) return [person];
    const [known, near] = [PERSONS.join(' or '), nearest(text, PERSONS)];
    if (near === undefined) reader.note(node, 'POLICY_BAD_VALUE', 'signer-is', { known });
    else reader.note(node, 'POLICY_BAD_VALUE', 'signer-is.near', { known, near });
    return [];
  });
}

function hasAddress({ ways, emails }: PolicySigner): boolean {
  const ofAddress = (pattern: string) => pattern.includes('@') && !pattern.includes('://');
  return (
    emails.length > 0 ||
    ways.some(
      (way) =>
        way.kind === 'identity' &&
        way.rule.matches.some(
          ({ field, kind, pattern }) => field === 'subject' && (kind === 'regexp' || ofAddress(pattern)),
        ),
    )
  );
}

/** One item of `rules`. Mistakes are noted in the reader; then do not use the rule. */
export function readRule(
  reader: PolicyReader,
  node: Node,
  number: number,
  context: RuleContext,
): PolicyRule | undefined {
  const members = reader.members(node, { is: 'rule', values: { number } }, RULE_FIELDS);
  if (!members) return undefined;
  const called = members.get('name');
  const name = (called && reader.text(called.value, 'name')) ?? `rule ${number}`;
  const [branches, tags, paths] = ['branches', 'tags', 'paths'].map((field) =>
    patterns(reader, members.get(field)),
  );
  if (paths && tags) reader.note(members.get('tags')?.key ?? node, 'POLICY_BAD_VALUE', 'tag-paths');
  const who = members.get('signers');
  if (!who) reader.note(node, 'POLICY_MISSING_FIELD', 'rule.signers', { rule: name });
  const signers = who ? signerNames(reader, who, context) : [];
  const whoMerges = members.get('merges');
  const is = members.get('signerIs');
  const signerIs = is ? persons(reader, is) : [];
  for (const signer of signerIs.length > 0 ? signers : []) {
    const described = context.signers.get(signer);
    if (described && !hasAddress(described))
      reader.note(is?.key ?? node, 'POLICY_WITHOUT_EFFECT', 'signer-is', { signer });
  }
  const since = members.get('requiredSince');
  const requiredSince = since ? readObjectId(reader, since) : context.requiredSince;
  return {
    name,
    line: reader.line(node),
    ...(branches && { branches }),
    ...(tags && { tags }),
    ...(paths && { paths }),
    signers,
    signerIs,
    ...(whoMerges && { merges: merges(reader, whoMerges, context, signers) }),
    ...(requiredSince !== undefined && { requiredSince }),
  };
}
