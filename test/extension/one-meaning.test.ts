import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CHECK_SYMBOLS,
  holds,
  OUTCOME_MEANS,
  OUTCOME_SYMBOLS,
  type Outcome,
} from '../../core/verdict/index.js';
import type { Brief } from '../../extension/signatures/calls.js';
import { keyOf } from '../../extension/signatures/state/state.js';
import { countsOf } from '../../extension/signatures/views/counts.js';

const OUTCOMES = Object.keys(OUTCOME_MEANS) as Outcome[];

test('the tree counts holding objects as the exit status of the command does: a valid commit is not one of them', () => {
  const briefs = OUTCOMES.flatMap((outcome): Brief[] => {
    const brief = { id: outcome, name: outcome, outcome, signature: 'sigstore' } as const;
    return [brief, { ...brief, name: `exempt ${outcome}`, exempt: 'squashed by the forge' }];
  });
  const verdicts = new Map(briefs.map((brief) => [keyOf(brief), brief]));
  const rows = briefs.map(({ id, name }) => ({ id, name, type: 'commit', subject: '' }) as const);
  const notHolding = briefs.filter((brief) => !holds(brief));
  assert.ok(notHolding.some(({ outcome }) => outcome === 'valid'));
  assert.deepEqual(countsOf(rows, verdicts), {
    total: rows.length,
    judged: rows.length,
    notHolding: notHolding.length,
  });
});

test('the symbols of outcomes are defined in one place, so that no symbol has two meanings', () => {
  const marks = new Set([...Object.values(OUTCOME_SYMBOLS), ...Object.values(CHECK_SYMBOLS)]);
  const alike = [...marks, '✔', '✘', '☑', '☒', '✅', '❌'].filter((mark) => /[^\x00-\x7f–]/.test(mark));
  for (const room of ['extension', 'webview', 'signer', 'act', 'inspect', 'core', 'io']) {
    for (const name of readdirSync(room, { recursive: true }).map(String)) {
      const path = join(room, name);
      if (!/\.(?:ts|css)$/.test(name) || path === join('core', 'verdict', 'symbols.ts')) continue;
      const text = readFileSync(path, 'utf8');
      for (const mark of alike) assert.ok(!text.includes(mark), `${path} has its own ${mark}`);
    }
  }
});
