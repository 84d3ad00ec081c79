import type { Node } from 'yaml';
import { formatTime } from '../encoding/index.js';
import { isObjectId, readDate } from './read-date.js';
import { readWays, SIGNER_FIELDS } from './read-signer.js';
import type { Member, PolicyReader } from './reader.js';
import type { PolicyException, PolicySigner, Revocation, SignerWay } from './types.js';
import { noteUnknownSigner } from './unknown-signer.js';

/** Every field of an exception and of a revocation. */
export const EXCEPTION_FIELDS = ['objects', 'reason', 'until'] as const;
export const REVOKED_FIELDS = [
  'signer',
  ...SIGNER_FIELDS.filter((field) => field !== 'emails'),
  'since',
  'reason',
] as const;

const MOST_OBJECTS = 10_000;

function required(
  reader: PolicyReader,
  members: ReadonlyMap<string, Member>,
  needed: `${'exception' | 'revocation'}.reason` | 'exception.until' | 'revocation.since',
  at: Node,
): { text: string; node: Node } | undefined {
  const field = needed.slice(needed.indexOf('.') + 1);
  const member = members.get(field);
  if (!member) {
    reader.note(at, 'POLICY_MISSING_FIELD', needed);
    return undefined;
  }
  const text = reader.text(member.value, field);
  return text === undefined ? undefined : { text, node: member.value ?? member.key };
}

/** One item of `exceptions`. An expired one is a warning and is kept, so that the verdict on its object can say so. */
export function readException(reader: PolicyReader, node: Node, now: number): PolicyException | undefined {
  const members = reader.members(node, { is: 'exception' }, EXCEPTION_FIELDS);
  if (!members) return undefined;
  const list = members.get('objects');
  if (!list) reader.note(node, 'POLICY_MISSING_FIELD', 'exception.objects');
  const objects = (list ? reader.texts(list, MOST_OBJECTS) : []).map((item) => {
    if (!isObjectId(item.text)) reader.note(item.node, 'POLICY_BAD_VALUE', 'object-ids');
    return item.text;
  });
  const reason = required(reader, members, 'exception.reason', node);
  const until = required(reader, members, 'exception.until', node);
  const time = until && readDate(until.text, 'ends');
  if (until && time === undefined) reader.note(until.node, 'POLICY_BAD_VALUE', 'until');
  if (until && time !== undefined && time < now)
    reader.note(until.node, 'POLICY_EXPIRED', undefined, { until: formatTime(time) }, { level: 'warning' });
  if (!reason || time === undefined) return undefined;
  return { line: reader.line(node), objects: new Set(objects), reason: reason.text, until: time };
}

function readSince(
  reader: PolicyReader,
  since: { text: string; node: Node },
): Revocation['since'] | undefined {
  if (isObjectId(since.text)) return { kind: 'commit', id: since.text };
  const time = readDate(since.text, 'begins');
  if (time !== undefined) return { kind: 'date', time };
  reader.note(since.node, 'POLICY_BAD_VALUE', 'since');
  return undefined;
}

/** How to name to people who signs in this way: by the subject where there is one. */
function shownAs(way: SignerWay): string {
  if (way.kind !== 'identity') return way.fingerprint;
  const { matches } = way.rule;
  const subject = matches.filter(({ field }) => field === 'subject');
  return (subject.length > 0 ? subject : matches).map(({ pattern }) => pattern).join(', ');
}

async function readWho(
  reader: PolicyReader,
  members: ReadonlyMap<string, Member>,
  node: Node,
  signers: ReadonlyMap<string, PolicySigner>,
): Promise<Revocation['who'] | undefined> {
  const named = members.get('signer');
  if (!named) {
    const ways = await readWays(reader, members, node, { is: 'revocation' });
    return { ways, shown: ways.map(shownAs).join(', ') };
  }
  const name = reader.text(named.value, 'signer');
  if (name === undefined) return undefined;
  if (!signers.has(name)) noteUnknownSigner(reader, named.value, { field: 'signer', signer: name }, signers);
  return name;
}

/** One item of `revoked`. */
export async function readRevocation(
  reader: PolicyReader,
  node: Node,
  signers: ReadonlyMap<string, PolicySigner>,
): Promise<Revocation | undefined> {
  const members = reader.members(node, { is: 'revocation' }, REVOKED_FIELDS);
  if (!members) return undefined;
  const who = await readWho(reader, members, node, signers);
  const since = required(reader, members, 'revocation.since', node);
  const reason = required(reader, members, 'revocation.reason', node);
  const from = since && readSince(reader, since);
  if (who === undefined || !from || !reason) return undefined;
  const ways = typeof who === 'string' ? (signers.get(who)?.ways ?? []) : who.ways;
  if (from.kind === 'date' && ways.some(({ kind }) => kind !== 'identity'))
    reader.note(since.node, 'POLICY_WITHOUT_EFFECT', 'since-date', {}, { level: 'warning' });
  return { line: reader.line(node), who, since: from, reason: reason.text };
}
