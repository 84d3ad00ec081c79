import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { jsonDocument, verdictJson } from '../../../core/render/json.js';
import type { Verdict } from '../../../core/verdict/index.js';
import type { Judge } from '../../../signer/run/judge.js';
import { VERIFIED } from '../verdicts.js';
import { HISTORY, json, SUMMARY, written } from './history.js';

const schema = JSON.parse(readFileSync('schemas/verdict.schema.json', 'utf8'));
const valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
const digest = 'cd'.repeat(32);
const judge = { trust: { root: { digest } }, policy: undefined } as unknown as Judge;

/** The schema with every object closed, so that an unknown member is an error. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([name, value]) => [name, closed(value)]);
  const open = 'properties' in part && !('additionalProperties' in part);
  return { ...Object.fromEntries(entries), ...(open && { additionalProperties: false }) };
}

test('a document that is written while verdicts arrive equals one that is written at once', () => {
  const { objects, outcomes, shallowBoundaries, leftOut } = SUMMARY;
  const whole = jsonDocument({
    trustedRoot: { digest },
    policy: null,
    objects: HISTORY.map(({ name, verdict }) => verdictJson(verdict, name)),
    summary: {
      objects,
      emptyRange: false,
      outcomes: { ...outcomes },
      exempt: 1,
      shallowBoundaries: [...shallowBoundaries],
      leftOut: { refs: [...leftOut.refs], unsignable: [...leftOut.unsignable], byDate: leftOut.byDate },
    },
  });
  assert.equal(written(json(judge)), whole);
});

test('JSON follows the published schema, and the schema knows every member', () => {
  const document = JSON.parse(written(json(judge)));
  assert.ok(valid(document), JSON.stringify(valid.errors));
  const strict = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(closed(schema) as object);
  assert.ok(strict(document), JSON.stringify(strict.errors));
});

test('the schema refuses what the documentation does not promise', () => {
  const good = JSON.parse(written(json(judge)));
  for (const [name, change] of [
    ['version', { version: 2 }],
    ['objects', { objects: [{}] }],
    ['outcome', { objects: [verdictJson({ ...VERIFIED, outcome: 'fine' as Verdict['outcome'] }, 'x')] }],
    ['summary', { summary: { objects: -1 } }],
  ] as const)
    assert.ok(!valid({ ...good, ...change }), name);
});

test('with nothing to verify, the output is a document too', () => {
  assert.ok(valid(JSON.parse(written(json(judge), []))));
});
