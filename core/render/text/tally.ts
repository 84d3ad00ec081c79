import { harmless } from '../../harmless/index.js';
import { adviceOn, decidingCheck, REASON_HELP, type ReasonCode, type Verdict } from '../../verdict/index.js';
import { shortId } from './short-id.js';
import { NARROWEST } from './table.js';
import { wrapped } from './width.js';

const NAMED = 5;
const GROUPS = 20;

interface Group {
  count: number;
  readonly ids: string[];
}

function add(groups: Map<string, Group>, key: string, id: string): void {
  const group = groups.get(key) ?? { count: 0, ids: [] };
  group.count += 1;
  if (group.ids.length < NAMED) group.ids.push(shortId(id));
  if (groups.size < GROUPS || groups.has(key)) groups.set(key, group);
}

function indented(text: string): string[] {
  return wrapped(text, NARROWEST - 2, 3).map((line) => `  ${line}`);
}

/** Who is exempt and why, and what can be done about the others. Collected while rows are written, in bounded memory. */
export interface Tally {
  add(verdict: Verdict, holds: boolean): void;
  /** Lines with their line breaks; empty when everything is verified. */
  text(): string;
}

/** An empty tally. */
export function newTally(): Tally {
  const exempt = new Map<string, Group>();
  const reasons = new Map<ReasonCode, Map<string, number>>();
  return {
    add: (verdict, holds) => {
      const { object, exempt: exemption, checks, outcome } = verdict;
      if (exemption) add(exempt, exemption.rule, object.id);
      if (holds || outcome === 'verified') return;
      const reason = decidingCheck(checks)?.reason;
      if (!reason) return;
      const advice = adviceOn(reason, verdict);
      const advices = reasons.get(reason) ?? new Map<string, number>();
      reasons.set(reason, advices.set(advice, (advices.get(advice) ?? 0) + 1));
    },
    text: () => {
      const lines = [...exempt].map(([rule, { count, ids }]) => {
        const more = count > ids.length ? `, … and ${count - ids.length} more` : '';
        return `exempt: ${count} by ${harmless(rule)}\n${indented(ids.join(', ') + more).join('\n')}`;
      });
      for (const [reason, advices] of reasons) {
        const { title } = REASON_HELP[reason];
        for (const [advice, count] of advices)
          lines.push(`${reason} (${count}): ${title}`, ...indented(advice));
      }
      return lines.map((line) => `${line}\n`).join('');
    },
  };
}
