import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Item } from '../../../core/finding/index.js';
import { countWords, failuresOf, junitRenderer } from '../../../core/render/index.js';

const sentence = (remedy: string) => ({ title: 't', says: 's', remedy });
const OPTIONS = {
  version: '1',
  command: 'waxseal x',
  heading: 'X',
  summary: countWords('file', 'files'),
  sentences: [{ en: { ONE: sentence('do the one'), TWO: sentence('do the other') } }],
};
const finding = (rule: string): Finding => ({ rule, values: {}, level: 'error' });
const item: Item = {
  name: 'f',
  subject: { type: 'file', id: 'f' },
  findings: [finding('ONE'), finding('TWO')],
};

test('each failure in JUnit has the remedy of its own finding, and no other', () => {
  const failures = junitFailures();
  assert.equal(failures.length, 2);
  assert.match(failures[0] ?? '', /type="ONE"[^>]*>file f\ndo the one</);
  assert.match(failures[1] ?? '', /type="TWO"[^>]*>file f\ndo the other</);
});

test('findings do not hide a verdict that is less than verified', () => {
  const verdict = {
    object: { id: 'ab', type: 'blob' },
    signature: 'sigstore',
    outcome: 'valid',
    checks: [],
  } as const;
  const rules = (outcome: 'valid' | 'verified') =>
    failuresOf({ ...item, verdict: { ...verdict, outcome } }, OPTIONS).map(({ rule }) => rule);
  assert.deepEqual(rules('valid'), ['VALID', 'ONE', 'TWO']);
  assert.deepEqual(rules('verified'), ['ONE', 'TWO']);
});

function junitFailures(): string[] {
  const renderer = junitRenderer(OPTIONS);
  const text = renderer.begin() + renderer.one(item, 'fails') + renderer.end({ items: 1 });
  return text.match(/<failure .*?<\/failure>/gs) ?? [];
}
