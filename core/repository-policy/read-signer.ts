import type { Node } from 'yaml';
import type { FulcioClaims } from '../certificate/types.js';
import { readKeyText, SshSignatureError, sshFingerprint } from '../signature/ssh/index.js';
import { PolicyError } from '../signer-policy/error.js';
import { exactly, matching } from '../signer-policy/rule.js';
import type { FieldMatch, SignerField } from '../signer-policy/types.js';
import type { Member, PolicyReader } from './reader.js';
import { doubtsAbout } from './regexp-intent.js';
import type { SignerWay } from './types.js';

const CLAIMS: Readonly<Record<keyof FulcioClaims, true>> = {
  githubWorkflowTrigger: true,
  githubWorkflowSha: true,
  githubWorkflowName: true,
  githubWorkflowRepository: true,
  githubWorkflowRef: true,
  buildSignerUri: true,
  buildSignerDigest: true,
  runnerEnvironment: true,
  sourceRepositoryUri: true,
  sourceRepositoryDigest: true,
  sourceRepositoryRef: true,
  sourceRepositoryIdentifier: true,
  sourceRepositoryOwnerUri: true,
  sourceRepositoryOwnerIdentifier: true,
  buildConfigUri: true,
  buildConfigDigest: true,
  buildTrigger: true,
  runInvocationUri: true,
  sourceRepositoryVisibility: true,
  deploymentEnvironment: true,
  tokenSubject: true,
};

/**
 * The fields of a certificate by which a policy can describe a signer: issuer, subject, and the Fulcio claims by their names
 * in core/certificate.
 */
const IDENTITY_FIELDS: readonly SignerField[] = [
  'issuer',
  'subject',
  ...(Object.keys(CLAIMS) as (keyof FulcioClaims)[]),
];

/** Every field of a signer. */
export const SIGNER_FIELDS: readonly string[] = [
  ...IDENTITY_FIELDS.flatMap((field) => [field, `${field}RegExp`]),
  'ssh',
  'openpgp',
  'emails',
];

const MOST_KEYS = 100;

async function expression(reader: PolicyReader, field: SignerField, member: Member): Promise<FieldMatch[]> {
  const pattern = reader.text(member.value, member.name);
  if (pattern === undefined) return [];
  for (const { level, variant, values } of doubtsAbout(field, pattern))
    reader.note(member.value, 'POLICY_UNANCHORED', variant, { field: member.name, ...values }, { level });
  try {
    return [await matching(field, pattern, true, reader.expressions)];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    // Once for all that come after it.
    const told = error.code === 'POLICY_TOO_LARGE' && reader.findings.some(({ rule }) => rule === error.code);
    for (const finding of told ? [] : error.findings) reader.add(member.value?.range?.[0] ?? 0, finding);
    return [];
  }
}

async function identity(reader: PolicyReader, members: ReadonlyMap<string, Member>): Promise<FieldMatch[]> {
  const matches: FieldMatch[] = [];
  for (const field of IDENTITY_FIELDS) {
    const [exact, regexp] = [members.get(field), members.get(`${field}RegExp`)];
    if (exact && regexp) reader.note(regexp.key, 'POLICY_BAD_VALUE', 'value-and-expression', { field });
    if (exact) {
      const value = reader.text(exact.value, field);
      if (value !== undefined) matches.push(exactly(field, value));
    }
    if (regexp) matches.push(...(await expression(reader, field, regexp)));
  }
  return matches;
}

function sshKey(reader: PolicyReader, node: Node, text: string): SignerWay[] {
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(text)) return [{ kind: 'ssh', fingerprint: text }];
  try {
    return [{ kind: 'ssh', fingerprint: sshFingerprint(readKeyText(text)) }];
  } catch (error) {
    if (!(error instanceof SshSignatureError)) throw error;
  }
  reader.note(node, 'POLICY_BAD_VALUE', 'ssh');
  return [];
}

function openPgpKey(reader: PolicyReader, node: Node, text: string): SignerWay[] {
  const fingerprint = text.replace(/ /g, '').replace(/^0x/i, '').toUpperCase();
  if (/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(fingerprint)) return [{ kind: 'openpgp', fingerprint }];
  const short = /^[0-9A-F]{8,32}$/.test(fingerprint);
  reader.note(node, 'POLICY_BAD_VALUE', short ? 'openpgp.key-id' : 'openpgp');
  return [];
}

/** Whose ways are read: signers must say who vouches, a revocation may name a subject alone. */
export type WaysOf = { readonly is: 'signer'; readonly signer: string } | { readonly is: 'revocation' };

/**
 * The ways to sign that the fields of a signer describe. Mistakes are noted in the reader.
 */
export async function readWays(
  reader: PolicyReader,
  members: ReadonlyMap<string, Member>,
  at: Node,
  of: WaysOf,
): Promise<SignerWay[]> {
  const matches = await identity(reader, members);
  const asked = (field: string) => members.has(field) || members.has(`${field}RegExp`);
  const named = IDENTITY_FIELDS.some(asked);
  if (named && of.is === 'signer')
    for (const field of ['issuer', 'subject'] as const)
      if (!asked(field)) reader.note(at, 'POLICY_MISSING_FIELD', `signer.${field}`, { signer: of.signer });
  const ways: SignerWay[] = named ? [{ kind: 'identity', rule: { matches } }] : [];
  for (const [name, read] of [
    ['ssh', sshKey],
    ['openpgp', openPgpKey],
  ] as const) {
    const member = members.get(name);
    if (member)
      for (const { text, node } of reader.texts(member, MOST_KEYS)) ways.push(...read(reader, node, text));
  }
  if (!named && !members.has('ssh') && !members.has('openpgp'))
    reader.note(at, 'POLICY_MISSING_FIELD', `way.${of.is}`, of.is === 'signer' ? { signer: of.signer } : {});
  return ways;
}
