import { test } from 'node:test';
import { GERMAN_EVIDENCE } from '../../../core/verdict/german/found-evidence.js';
import { GERMAN_OF_KEYS } from '../../../core/verdict/german/found-keys.js';
import { GERMAN_OF_POLICY } from '../../../core/verdict/german/found-policy.js';
import { GERMAN, GERMAN_REASONS, germanFound } from '../../../core/verdict/german/index.js';
import { CHECK_NAMES, ENGLISH, REASON_HELP } from '../../../core/verdict/index.js';
import { matchesGolden } from '../../support/golden.js';

const text = (words: unknown) => `${JSON.stringify(words, undefined, 2)}\n`;

test('every word of a verdict in English is as it was read', () => {
  matchesGolden('verdict/english.json', text({ words: ENGLISH, reasons: REASON_HELP }));
});

test('every word of a verdict in German is as it was read', () => {
  const passed = CHECK_NAMES.map((name) => [
    name,
    germanFound({ name, outcome: 'passed', detail: 'in no table' }),
  ]);
  matchesGolden(
    'verdict/german.json',
    text({
      words: GERMAN,
      reasons: GERMAN_REASONS,
      passed: Object.fromEntries(passed),
      evidence: GERMAN_EVIDENCE,
      keys: GERMAN_OF_KEYS,
      policy: GERMAN_OF_POLICY,
    }),
  );
});
