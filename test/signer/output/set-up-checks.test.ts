import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf } from '../../../core/finding/index.js';
import {
  htmlRenderer,
  junitRenderer,
  markdownRenderer,
  type Renderer,
  type RenderOptions,
  sarifRenderer,
} from '../../../core/render/index.js';
import {
  type CheckItem,
  checkItem,
  checkSentences,
  type SetUpResult,
} from '../../../inspect/set-up/index.js';
import { sarifProblems } from './sarif-structure.js';

// The checks of a set-up, in the forms of output that the runner makes for every command.

const CHECKS: readonly SetUpResult[] = [
  { check: 'git', outcome: 'ok', detail: 'git 2.47' },
  { check: 'rekor', outcome: 'not-made', detail: 'offline was asked for' },
  { check: 'clock', outcome: 'warn', detail: 'it is slow', fix: 'set it' },
  { check: 'agent', outcome: 'fail', detail: 'it is old', fix: 'end it' },
];
const OPTIONS: RenderOptions = {
  version: '0.0.0',
  command: 'waxseal doctor',
  heading: 'Set-up',
  summary: { lines: () => [], remarks: () => [], facts: () => ({}) },
  sentences: [checkSentences(CHECKS.map(({ check }) => check))],
};

function written(renderer: Renderer<CheckItem>): string {
  const rows = CHECKS.map(checkItem).map((item) => renderer.one(item, answerOf(item)));
  return renderer.begin() + rows.join('') + renderer.end(undefined);
}

test('Markdown and HTML say of a check that it was not made, not that something was found', () => {
  const cells = written(markdownRenderer(OPTIONS)).match(/(?<=^\| )[\w ]+(?= \| check)/gm);
  assert.deepEqual(cells, ['nothing found', 'not made', 'warning', 'error']);
  const shown = written(htmlRenderer(OPTIONS)).match(/(?<=<td class="[\w-]+">)[^<]+/g);
  assert.deepEqual(shown, cells);
});

test('JUnit counts a check that was not made as skipped', () => {
  const xml = written(junitRenderer(OPTIONS));
  assert.match(xml, /tests="4" failures="1" errors="0" skipped="1"/);
  assert.match(xml, /name="check rekor">\s*<skipped message="not made: offline was asked for"\/>/);
  assert.match(xml, /<failure type="SETUP_AGENT" message="error: it is old">/);
});

test('in SARIF, a problem of the set-up is a notification of the run, because it is in no file', () => {
  const log = JSON.parse(written(sarifRenderer(OPTIONS)));
  assert.deepEqual(sarifProblems(log), []);
  const { results, invocations, tool } = log.runs[0];
  assert.deepEqual(results, []);
  const notes: { descriptor: { id: string; index: number }; level: string; locations: unknown[] }[] =
    invocations[0].toolConfigurationNotifications;
  assert.deepEqual(
    notes.map(({ descriptor: { id }, level }) => [id, level]),
    [
      ['SETUP_REKOR', 'note'],
      ['SETUP_CLOCK', 'warning'],
      ['SETUP_AGENT', 'error'],
    ],
  );
  for (const { descriptor, locations } of notes) {
    assert.equal(tool.driver.notifications[descriptor.index].id, descriptor.id);
    assert.doesNotMatch(JSON.stringify(locations), /physicalLocation/);
  }
});
