import type { Node } from 'yaml';
import { patternProblem, patternsOf } from './pattern.js';
import { readObjectId } from './read-date.js';
import type { Member, PolicyReader } from './reader.js';
import { didYouMean } from './suggest.js';
import type { Patterns, PolicyRule, PolicySigner } from './types.js';

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

/** What rules refer to. */
export interface RuleContext {
  readonly signers: ReadonlyMap<string, PolicySigner>;
  /** Of the whole file; a rule's own wins. */
  readonly requiredSince?: string | undefined;
}

function patterns(reader: PolicyReader, member: Member | undefined): Patterns | undefined {
  if (!member) return undefined;
  const of = member.name as 'branches' | 'tags' | 'paths';
  const good = reader.texts(member, MOST_PATTERNS).filter(({ text, node }) => {
    const problem = patternProblem(text, of);
    if (problem !== undefined)
      reader.note(node, 'POLICY_BAD_VALUE', `${of}: ${JSON.stringify(text)}: ${problem}`);
    return problem === undefined;
  });
  return patternsOf(good.map(({ text }) => text));
}

function signerNames(reader: PolicyReader, member: Member, { signers }: RuleContext): string[] {
  return reader.texts(member, MOST_PATTERNS).flatMap(({ text, node }) => {
    if (signers.has(text)) return [text];
    if (reader.full) return [];
    reader.note(
      node,
      'POLICY_UNKNOWN_SIGNER',
      `${member.name} names ${JSON.stringify(text)}, whom "signers" does not describe${didYouMean(text, signers.keys())}`,
    );
    return [];
  });
}

function merges(reader: PolicyReader, member: Member, context: RuleContext, allowed: readonly string[]) {
  const { value } = member;
  if (value && 'value' in value && value.value === 'nobody') return [];
  const names = signerNames(reader, member, context);
  for (const name of names)
    if (!allowed.includes(name))
      reader.note(
        value,
        'POLICY_WITHOUT_EFFECT',
        `merges names ${JSON.stringify(name)}, who may not sign here: add the name to signers`,
      );
  return names;
}

function persons(reader: PolicyReader, member: Member): PolicyRule['signerIs'] {
  return reader.texts(member, PERSONS.length).flatMap(({ text, node }) => {
    const person = PERSONS.find((known) => known === text);
    if (person) return [person];
    reader.note(
      node,
      'POLICY_BAD_VALUE',
      `signerIs must be ${PERSONS.join(' or ')}${didYouMean(text, PERSONS)}`,
    );
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

/** One item of `rules`. Mistakes are noted in the reader; the rule is then not to be used. */
export function readRule(
  reader: PolicyReader,
  node: Node,
  number: number,
  context: RuleContext,
): PolicyRule | undefined {
  const members = reader.members(node, `rule ${number}`, RULE_FIELDS);
  if (!members) return undefined;
  const called = members.get('name');
  const name = (called && reader.text(called.value, 'name')) ?? `rule ${number}`;
  const [branches, tags, paths] = ['branches', 'tags', 'paths'].map((field) =>
    patterns(reader, members.get(field)),
  );
  if (paths && tags)
    reader.note(members.get('tags')?.key ?? node, 'POLICY_BAD_VALUE', 'a tag has no paths: make two rules');
  const who = members.get('signers');
  if (!who) reader.note(node, 'POLICY_MISSING_FIELD', `${name} has no signers: say who may sign`);
  const signers = who ? signerNames(reader, who, context) : [];
  const whoMerges = members.get('merges');
  const is = members.get('signerIs');
  const signerIs = is ? persons(reader, is) : [];
  for (const signer of signerIs.length > 0 ? signers : []) {
    const described = context.signers.get(signer);
    if (described && !hasAddress(described))
      reader.note(
        is?.key ?? node,
        'POLICY_WITHOUT_EFFECT',
        `signerIs can never hold for ${JSON.stringify(signer)}: give the addresses of this signer with emails`,
      );
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
