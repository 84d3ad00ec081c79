import type { Finding, Item, RuleSentences, Sentences } from '../../../core/finding/index.js';
import type { DoctorFinding } from './index.js';

/** One check of the set-up, as every command shows things. */
export interface CheckItem extends Item {
  readonly line: DoctorFinding;
}

const LEVEL = { warn: 'warning', fail: 'error', 'not-made': 'note' } as const;

/** The rule of a check: `SETUP_GPG_FORMAT` of `gpg.format`. */
function ruleOf(check: string): string {
  return `SETUP_${check.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** A check that is good has nothing to say; of one that was not made there is a note. */
export function checkItem(line: DoctorFinding): CheckItem {
  const { check, outcome, detail, fix = '' } = line;
  const findings: Finding[] =
    outcome === 'ok'
      ? []
      : [
          {
            rule: ruleOf(check),
            ...(outcome === 'not-made' && { variant: 'not-made' }),
            values: { detail, fix },
            level: LEVEL[outcome],
          },
        ];
  return { name: check, subject: { type: 'check', id: check }, findings, line };
}

/** The sentences of these checks: what each found is said by the check itself. */
export function checkSentences(checks: readonly string[]): Sentences {
  const sentence = (check: string): RuleSentences => ({
    title: `the set-up of ${check}`,
    says: '{detail}',
    variants: { 'not-made': 'not made: {detail}' },
    remedy: '{fix}',
  });
  return { en: Object.fromEntries(checks.map((check) => [ruleOf(check), sentence(check)])) };
}
