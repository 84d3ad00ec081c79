import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { markdownPage, markdownText } from '../../../core/render/markdown.js';
import { REASON_HELP } from '../../../core/verdict/index.js';
import { matchesGolden } from '../../support/golden.js';
import {
  HISTORY,
  holds,
  junit,
  NASTY,
  OPTIONS,
  SUMMARY,
  sarif,
  text,
  annotated as withAnnotations,
  written,
} from './history.js';
import { sarifProblems } from './sarif-structure.js';

const TEXT = { colour: false, width: 80, walked: true } as const;
const FAILING = HISTORY.filter((one) => !holds(one));

function annotated(env: Readonly<Record<string, string>> = {}): string {
  return written(withAnnotations(text(TEXT), env));
}

test('SARIF has this shape', () => {
  matchesGolden('signer/verify.sarif', `${JSON.stringify(JSON.parse(written(sarif())), undefined, 2)}\n`);
});

test('SARIF follows SARIF 2.1.0, even without results', () => {
  assert.deepEqual(sarifProblems(JSON.parse(written(sarif()))), []);
  assert.deepEqual(sarifProblems(JSON.parse(written(sarif(), []))), []);
});

test('every SARIF result has a rule with help, and exempt results are suppressed', () => {
  const [run] = JSON.parse(written(sarif())).runs;
  assert.equal(run.results.length, HISTORY.filter((one) => !holds(one) || one.verdict.exempt).length);
  for (const { ruleId, ruleIndex } of run.results) {
    assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
    const known = REASON_HELP[ruleId as keyof typeof REASON_HELP];
    if (known) assert.ok(run.tool.driver.rules[ruleIndex].help.text.includes(known.todo));
  }
  const suppressed = run.results.filter((result: object) => 'suppressions' in result);
  assert.equal(suppressed.length, 1);
});

test('the same failure of the same object keeps its fingerprint, and no two share one', () => {
  const prints = () =>
    JSON.parse(written(sarif())).runs[0].results.map((result: { partialFingerprints: object }) =>
      JSON.stringify(result.partialFingerprints),
    );
  assert.deepEqual(prints(), prints());
  assert.equal(new Set(prints()).size, prints().length);
});

test('SARIF quotes text that a terminal or build server would obey', () => {
  const text = written(sarif());
  assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|##[a-z]*\[/i);
});

test('JUnit has this shape', () => {
  matchesGolden('signer/verify.junit.xml', written(junit()));
});

test('no text from outside becomes an element, an attribute or a forbidden character in JUnit', () => {
  const text = written(junit());
  const tags = text.replace(
    /<\/?(testsuites?|testcase|failure|skipped|properties|property)( [a-z]+="[^"<>&]*(?:&[a-z#0-9]+;[^"<>&]*)*")*\/?>/g,
    '',
  );
  assert.doesNotMatch(tags.replace(/^<\?xml [^>]*\?>/, ''), /[<>"]/);
  assert.doesNotMatch(text, /[\x00-\x08\x0b-\x1f\ufffe\uffff]|##[a-z]*\[/i);
  assert.doesNotMatch(text, /&(?!(amp|lt|gt|quot|#39);)/);
});

/** The summary of a complete run. */
const WHOLE = { ...SUMMARY, leftOut: { refs: [], unsignable: [], byDate: 0 } };
const LEFT_OUT = [
  'this clone is shallow: nothing before c1, c2, c3 and 1 more was checked (git fetch --unshallow gets it)',
  'left out: refs/pull/ (2), refs/\\u{202e}x; name them to have them checked',
  'left out: refs/tags/key; no signature can be on a file or tree',
  'left out: 3 commits by the date they state themselves',
];
const PARTIAL = {
  ...SUMMARY,
  shallowBoundaries: ['c1', 'c2', 'c3', 'c4'],
  leftOut: { ...SUMMARY.leftOut, refs: [...SUMMARY.leftOut.refs, { name: 'refs/\u202ex', count: 1 }] },
};

test('objects that were not reached, and an empty range, are notifications of the SARIF run, and its properties list all of them', () => {
  const invocationOf = (history: typeof HISTORY, summary: typeof SUMMARY) =>
    JSON.parse(written(sarif(), history, summary)).runs[0].invocations[0];
  const said = (history: typeof HISTORY, summary: typeof SUMMARY) =>
    invocationOf(history, summary).toolExecutionNotifications?.map(
      ({ level, message }: { level: string; message: { text: string } }) => `${level}: ${message.text}`,
    );
  assert.deepEqual(
    said(HISTORY, PARTIAL),
    LEFT_OUT.map((line) => `warning: ${line}`),
  );
  const { objects, shallowBoundaries, leftOut } = PARTIAL;
  assert.deepEqual(invocationOf(HISTORY, PARTIAL).properties, { objects, shallowBoundaries, leftOut });
  assert.deepEqual(said([], { ...WHOLE, objects: 0 }), ['warning: nothing to check']);
  assert.equal(said(HISTORY, WHOLE), undefined);
});

test('objects that were not reached, and an empty range, are properties of the JUnit suite', () => {
  const said = (summary: typeof SUMMARY) =>
    Array.from(
      written(junit(), [], summary).matchAll(/^ {6}<property name="waxseal\.remark" value="(.*)"\/>$/gm),
      ([, value]) => value,
    );
  assert.deepEqual(said(PARTIAL), LEFT_OUT);
  assert.deepEqual(said({ ...WHOLE, objects: 0 }), ['nothing to check']);
  assert.doesNotMatch(written(junit(), [], WHOLE), /propert/);
});

test('JUnit counts its cases', () => {
  const [, tests, failures, skipped] =
    /tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)"/.exec(written(junit())) ?? [];
  assert.deepEqual([tests, failures, skipped].map(Number), [HISTORY.length, FAILING.length, 1]);
});

test('in GitHub Actions, what was not reached, and an empty range, become annotations', () => {
  const said = (history: typeof HISTORY, summary: typeof SUMMARY) =>
    written(withAnnotations(text(TEXT), {}), history, summary)
      .split('\n')
      .filter((line) => line.startsWith('::notice'))
      .map((line) => line.replace('::notice title=Signatures::', ''));
  assert.deepEqual(said(HISTORY, PARTIAL), LEFT_OUT);
  assert.deepEqual(said([], { ...WHOLE, objects: 0 }), ['nothing to check']);
  assert.deepEqual(said(HISTORY, WHOLE), []);
});

test('in GitHub Actions, every failure becomes an annotation after the table', () => {
  const [table = '', ...rest] = annotated().split(/^(?=::)/m);
  assert.equal(table, written(text(TEXT)));
  matchesGolden('signer/annotations.txt', rest.join(''));
});

test('an annotation is one command, whatever the subject, the signer and the reason contain', () => {
  const lines = annotated()
    .split('\n')
    .filter((line) => /^\s*::/.test(line));
  assert.equal(lines.length, FAILING.length + OPTIONS.summary.remarks(SUMMARY).length);
  for (const line of lines) {
    assert.match(line, /^::(?:error|notice) title=[^:,\r\n]+::/);
    // What the runner decodes contains no line break.
    assert.doesNotMatch(line, /%(?!25|3A|2C)/);
  }
});

test('of a thousand failures, ten become annotations and a hundred are on the summary page', () => {
  const dir = mkdtempSync(join(tmpdir(), 'summary-'));
  const page = join(dir, 'page.md');
  writeFileSync(page, 'before\n');
  const many = Array.from({ length: 100 }, () => FAILING).flat();
  const said = written(withAnnotations(text(TEXT), { GITHUB_STEP_SUMMARY: page }), many);
  assert.equal(said.match(/^::error/gm)?.length, 10);
  const read = readFileSync(page, 'utf8');
  assert.equal(read.match(/^\| (?!outcome)/gm)?.length, 100);
  assert.match(read, new RegExp(`^before\n[^]*and ${many.length - 100} more that do not hold`));
  rmSync(dir, { recursive: true });
});

test('a summary page that cannot be written, or is full, changes nothing', () => {
  assert.equal(annotated({ GITHUB_STEP_SUMMARY: '/does/not/exist' }), annotated());
});

test('the summary page of the step has this shape', () => {
  matchesGolden('signer/step-summary.md', markdownPage(FAILING, SUMMARY, 0, OPTIONS));
});

test('in Markdown, only letters, digits and spaces stay unescaped', () => {
  const shown = markdownText(NASTY);
  assert.match(shown, /^(?:[A-Za-z0-9 ]|&#\d+;)*$/);
  const decoded = shown.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  assert.ok(decoded.includes('[l](http://e) @team'));
  for (const line of markdownPage(FAILING, SUMMARY, 0, OPTIONS)
    .split('\n')
    .filter((row) => row.startsWith('| ')))
    assert.equal(line.split('|').length, 6, line);
});
