import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Shared {
  readonly failed: boolean;
  readonly left: readonly string[];
}

interface Summary {
  readonly counts: Readonly<Record<'passed' | 'failed' | 'skipped', number>>;
  readonly skipped: readonly (readonly [string, string])[];
  readonly failed: readonly string[];
}

const { mayShare, runShared } = (await import(pathToFileURL('scripts/share-process.mjs').href)) as {
  mayShare: (path: string) => boolean;
  runShared: (run: {
    files: readonly string[];
    count: number;
    options: readonly string[];
    env: NodeJS.ProcessEnv;
    summaries: readonly string[];
    say: (text: string) => void;
    seconds?: number;
  }) => Promise<Shared>;
};

const dir = mkdtempSync(join(tmpdir(), 'waxseal-share-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const summaryFile = join(dir, 'summary.json');
const { NODE_TEST_CONTEXT: _, ...env } = process.env;

const IMPORT = "import { test } from 'node:test';\n";
const GOOD = `${IMPORT}test('good', () => {});`;

/** Runs these files in one process. */
async function shared(texts: Readonly<Record<string, string>>, seconds = 60) {
  const files = Object.keys(texts).map((name) => join(dir, name));
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(dir, name), text);
  let printed = '';
  const say = (text: string) => {
    printed += text;
  };
  const result = await runShared({
    files,
    count: 1,
    options: [],
    env,
    summaries: [summaryFile],
    say,
    seconds,
  });
  return { result, printed };
}

const summary = (): Summary => JSON.parse(readFileSync(summaryFile, 'utf8'));
const path = (name: string) => join(dir, name);

test('files that share a process are counted test by test, and a failed test is named with its file', async () => {
  const bad = `${IMPORT}test('bad', () => { throw new Error('x'); });\ntest('left out', { skip: 'why' }, () => {});`;
  const { result, printed } = await shared({ 'a.mjs': GOOD, 'bad.mjs': bad, 'z.mjs': GOOD });
  assert.deepEqual(result, { failed: true, left: [] });
  assert.deepEqual(summary(), {
    counts: { passed: 2, failed: 1, skipped: 1 },
    skipped: [['why', 'left out']],
    failed: [`bad (${path('bad.mjs')})`],
  });
  assert.match(printed, /✖ bad .*[\s\S]*✖ \S*bad\.mjs /);
});

test('a file that shares a process and cannot be loaded has failed, and the others run', async () => {
  const broken = `${GOOD}\nthrow new Error('x');`;
  const { result } = await shared({ 'broken.mjs': broken, 'z.mjs': GOOD });
  assert.deepEqual(result, { failed: true, left: [] });
  const { counts, failed } = summary();
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 0 });
  assert.match(failed.join(), /^\S*broken\.mjs \(/);
});

test('a file that shares a process and fails in a hook has failed', async () => {
  const hook = `${GOOD}\nimport { after } from 'node:test';\nafter(() => { throw new Error('x'); });`;
  const { result } = await shared({ 'hook.mjs': hook, 'z.mjs': GOOD });
  assert.deepEqual(result, { failed: true, left: [] });
  const { counts, failed } = summary();
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 0 });
  assert.match(failed.join(), /hook\.mjs/);
});

test('a file that listens or changes the process it shares has failed', async () => {
  const listening = `${IMPORT}import { createServer } from 'node:http';\ntest('listens', () => { createServer().listen(0); });`;
  const changing = `${GOOD}\nprocess.env.CHANGED = '1';`;
  const { result } = await shared({ 'listening.mjs': listening, 'changing.mjs': changing });
  assert.deepEqual(result, { failed: true, left: [] });
  assert.match(summary().failed.join('\n'), /^listens .*\n.*changing\.mjs/);
});

const ENDS = [
  ['ends the process', `${IMPORT}test('ends', () => process.exit(0));`, undefined],
  ['never ends', `${IMPORT}test('hangs', () => { for (;;); });`, 5],
  ['waits for what never comes', 'await new Promise(() => {});', undefined],
] as const;
for (const [what, text, seconds] of ENDS) {
  test(`all files of a process run again, alone, when one ${what}`, async () => {
    const { result, printed } = await shared({ 'a.mjs': GOOD, 'ends.mjs': text, 'z.mjs': GOOD }, seconds);
    assert.match(printed, /^a process of 3 test files ended early .*; now each file runs alone\n$/);
    assert.deepEqual(result.left, ['a.mjs', 'ends.mjs', 'z.mjs'].map(path));
    assert.throws(summary, /ENOENT/);
  });
}

test('only tests of core share a process, and none that starts programs or measures itself', () => {
  assert.equal(mayShare('test/core/git/split.test.ts'), true);
  assert.equal(mayShare('test/core/verify/x509.test.ts'), true);
  for (const name of ['git/split-oracle', 'ssh/signature', 'verify/unsigned-text'])
    assert.equal(mayShare(`test/core/${name}.test.ts`), false, name);
  const measures = 'test/core/measures.test.ts';
  writeFileSync(measures, 'const used = process.cpuUsage();\n');
  try {
    assert.equal(mayShare(measures), false, measures);
  } finally {
    rmSync(measures);
  }
  assert.equal(mayShare('test/io/policy/limits.test.ts'), false);
});
