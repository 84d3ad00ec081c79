import { isScalar, isSeq, type Node } from 'yaml';
import type { Place } from '../finding/index.js';
import { PolicyError, type PolicyFinding, policyError, policyMessage } from '../signer-policy/error.js';
import { PolicyLimitError, Work } from '../signer-policy/work.js';
import { readDocument } from './document.js';
import { shadowedBy } from './reachable.js';
import { readObjectId } from './read-date.js';
import { readException, readRevocation } from './read-lists.js';
import { type RuleContext, readRule } from './read-rule.js';
import { readWays, SIGNER_FIELDS } from './read-signer.js';
import type { Member, PolicyReader } from './reader.js';
import type { PolicyRule, PolicySigner, RepositoryPolicy } from './types.js';

/** Every field of the file. */
export const POLICY_FIELDS = [
  'version',
  'signers',
  'rules',
  'requiredSince',
  'revoked',
  'exceptions',
] as const;

const MOST_SIGNERS = 5000;
const MOST_RULES = 500;
const MOST_ITEMS = 1000;
/** The most steps for comparing rules with each other. 100 rules with 120 different patterns take some thousands. */
const MOST_COMPARING = 5_000_000;

/** The result of reading a policy, with its problems. `policy` is there only when no problem is an error. */
export interface ReadPolicy {
  readonly policy?: RepositoryPolicy;
  readonly findings: readonly PolicyFinding[];
}

async function readSigner(reader: PolicyReader, { name, key, value }: Member): Promise<PolicySigner> {
  const thing = { is: 'signer', values: { signer: name } } as const;
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u.test(name) || name === 'nobody')
    reader.note(key, 'POLICY_BAD_VALUE', 'signer-name', thing.values);
  const [ways, emails]: [PolicySigner['ways'][number][], string[]] = [[], []];
  const items = isSeq<Node>(value) ? value.items : [value];
  if (items.length === 0) reader.note(value, 'POLICY_MISSING_FIELD', 'signer.empty', thing.values);
  for (const item of items) {
    const members = reader.members(item, thing, SIGNER_FIELDS);
    if (!members) continue;
    ways.push(...(await readWays(reader, members, item ?? key, { is: 'signer', signer: name })));
    const addresses = members.get('emails');
    if (addresses) emails.push(...reader.texts(addresses, MOST_ITEMS).map(({ text }) => text));
  }
  return { name, line: reader.line(key), ways, emails };
}

async function readSigners(
  reader: PolicyReader,
  { key, value }: Member,
  members: ReadonlyMap<string, Member> | undefined,
): Promise<Map<string, PolicySigner>> {
  const signers = new Map<string, PolicySigner>();
  if (!members) return signers;
  if (members.size > MOST_SIGNERS)
    reader.note(key, 'POLICY_TOO_LARGE', 'members', { field: 'signers', most: MOST_SIGNERS });
  else for (const [name, signer] of members) signers.set(name, await readSigner(reader, signer));
  if (members.size === 0) reader.note(value, 'POLICY_MISSING_FIELD', 'no-signers');
  return signers;
}

function readRules(reader: PolicyReader, member: Member, context: RuleContext): PolicyRule[] {
  const nodes = reader.items(member, MOST_RULES);
  const rules: PolicyRule[] = [];
  const work = new Work('comparing the patterns of all rules with each other', MOST_COMPARING);
  for (const [index, node] of nodes.entries()) {
    const rule = readRule(reader, node, index + 1, context);
    if (!rule) continue;
    rules.push(rule);
    const shadow = shadowed(reader, node, rules, work);
    if (shadow)
      reader.note(
        node,
        'POLICY_UNREACHABLE_RULE',
        undefined,
        { rule: rule.name, other: shadow.name, line: shadow.line },
        { relatedLine: shadow.line },
      );
    if (rules.some((other) => other !== rule && other.name === rule.name))
      reader.note(node, 'POLICY_BAD_VALUE', 'same-rule-name', { rule: rule.name });
  }
  return rules;
}

/** Once the work is used up, every further rule would only report that again. */
function shadowed(
  reader: PolicyReader,
  node: Node,
  rules: readonly PolicyRule[],
  work: Work,
): PolicyRule | undefined {
  if (work.isSpent) return undefined;
  try {
    return shadowedBy(rules, rules.length - 1, work);
  } catch (error) {
    if (!(error instanceof PolicyLimitError)) throw error;
    reader.note(node, 'POLICY_TOO_LARGE', 'comparing');
    return undefined;
  }
}

function noteUnused(reader: PolicyReader, described: Iterable<Member>, policy: RepositoryPolicy): void {
  const used = new Set(policy.rules.flatMap(({ signers }) => signers));
  for (const { name, key } of described)
    if (!used.has(name))
      reader.note(key, 'POLICY_WITHOUT_EFFECT', 'unused-signer', { signer: name }, { level: 'warning' });
}

function isNothing(value: Node | null): boolean {
  if (isSeq(value)) return value.items.length === 0;
  return value === null || (isScalar(value) && value.value === null);
}

async function readAll(
  reader: PolicyReader,
  root: Node | null,
  source: string,
  now: number,
): Promise<RepositoryPolicy | undefined> {
  const members = reader.members(root, { is: 'policy' }, POLICY_FIELDS);
  if (!members) return undefined;
  const [version, whose, ruled] = ['version', 'signers', 'rules'].map((field) => members.get(field));
  const spoken = version && reader.text(version.value, 'version');
  if (version && spoken !== undefined && spoken !== '1')
    reader.note(version.value, 'POLICY_BAD_VALUE', 'version');
  const since = members.get('requiredSince');
  const requiredSince = since && readObjectId(reader, since);
  if (!whose) reader.note(root, 'POLICY_MISSING_FIELD', 'signers');
  if (!ruled) reader.note(root, 'POLICY_MISSING_FIELD', 'rules');
  const described = whose && reader.members(whose.value, { is: 'signers' });
  const signers = whose ? await readSigners(reader, whose, described) : new Map<string, PolicySigner>();
  const rules = ruled ? readRules(reader, ruled, { signers, requiredSince }) : [];
  const revoked = [];
  const list = (field: string) => {
    const member = members.get(field);
    return !member || isNothing(member.value) ? [] : reader.items(member, MOST_ITEMS);
  };
  for (const node of list('revoked')) revoked.push(await readRevocation(reader, node, signers));
  const exceptions = list('exceptions').map((node) => readException(reader, node, now));
  const there = <T>(item: T | undefined): item is T => item !== undefined;
  const policy = {
    source,
    signers,
    rules,
    revoked: revoked.filter(there),
    exceptions: exceptions.filter(there),
  };
  if (described) noteUnused(reader, described.values(), policy);
  return policy;
}

/**
 * Reads a `.waxseal.yaml` and everything that is wrong with it, in the order of the file.
 * @param source how to call the policy in verdicts and places
 * @param now Unix seconds: an exception that has ended is a warning
 */
export async function readRepositoryPolicy(text: string, source: string, now: number): Promise<ReadPolicy> {
  const { reader, root } = readDocument(text, source);
  const policy = reader.findings.length === 0 ? await readAll(reader, root, source, now) : undefined;
  const findings = [...reader.findings].sort((a, b) => compare(placeOf(a), placeOf(b)));
  const sound = findings.every(({ level }) => level !== 'error');
  return { ...(sound && policy && { policy }), findings };
}

function placeOf({ at }: PolicyFinding): Place {
  return at?.range?.start ?? { line: 1, column: 1 };
}

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

/**
 * A `.waxseal.yaml` that can be used.
 * @throws PolicyError with all findings; its message is the first one's, with file, line and column
 */
export async function parseRepositoryPolicy(
  text: string,
  source: string,
  now: number,
): Promise<RepositoryPolicy> {
  const { policy, findings } = await readRepositoryPolicy(text, source, now);
  if (policy) return policy;
  const errors = findings.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (!first) throw policyError('POLICY_BAD_VALUE', 'empty', { source });
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more: waxseal policy check)` : '';
  const { line, column } = placeOf(first);
  throw new PolicyError(first.rule, `${source}:${line}:${column}: ${policyMessage(first)}${more}`, findings);
}
