import type { Finding, Item, RuleSentences, Sentences } from '../../core/finding/index.js';
import type { SetUpResult } from './types.js';

/** A check of the set-up, as an item that the runner can show. */
export interface CheckItem extends Item {
  readonly line: SetUpResult;
}

const LEVEL = { warn: 'warning', fail: 'error', 'not-made': 'note' } as const;

/** The rule of a check: `SETUP_GPG_FORMAT` for `gpg.format`. */
function ruleOf(check: string): string {
  return `SETUP_${check.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** Makes an item of a check: no finding if it passed, a note if it was not made. */
export function checkItem(line: SetUpResult): CheckItem {
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

/** The sentences for these checks. The detail comes from the check itself. */
export function checkSentences(checks: readonly string[]): Sentences {
  const sentence = (check: string): RuleSentences => ({
    title: `the set-up of ${check}`,
    says: '{detail}',
    variants: { 'not-made': 'not made: {detail}' },
    remedy: '{fix}',
  });
  return { en: Object.fromEntries(checks.map((check) => [ruleOf(check), sentence(check)])) };
}
