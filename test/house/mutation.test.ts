import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Mutant {
  readonly operator: string;
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly code: string;
  readonly within: string;
}

const { findMutants, instrument } = (await import(pathToFileURL('scripts/mutation/source.mjs').href)) as {
  findMutants: (path: string, source: string) => Mutant[];
  instrument: (path: string, source: string, first: number, runtime: string) => { code: string };
};
const { FOLDERS } = (await import(pathToFileURL('scripts/mutation/folders.mjs').href)) as {
  FOLDERS: ReadonlyMap<string, readonly string[]>;
};
const { choose } = (await import(pathToFileURL('scripts/mutation/choose.mjs').href)) as {
  choose: (mutants: readonly number[], count: number, seed: number) => number[];
};
const { report } = (await import(pathToFileURL('scripts/mutation/report.mjs').href)) as {
  report: (mutants: readonly object[], stale: readonly object[]) => { text: string; holds: boolean };
};

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-mutation-'));
after(() => rmSync(scratch, { recursive: true }));

function changes(source: string): string[] {
  return findMutants('a.ts', source).map(({ operator, from, to }) => `${operator}: ${from} -> ${to}`);
}

test('each operator makes the change that its name says', () => {
  const condition = ['condition: a -> true', 'condition: a -> false'];
  assert.deepEqual(changes('if (a) {}'), condition);
  assert.deepEqual(changes('x = a === b;'), ['condition: a === b -> a !== b']);
  assert.deepEqual(changes('x = a < b;'), ['condition: a < b -> a >= b', 'boundary: a < b -> a <= b']);
  assert.deepEqual(changes('x = a && b;'), ['logical: a && b -> (b)', 'logical: a && b -> (a)']);
  assert.deepEqual(changes('function f() { return a; }'), ['return: a -> undefined']);
  assert.deepEqual(changes('f(a);'), ['call: f(a) -> undefined']);
  assert.deepEqual(changes('x = 1;'), ['constant: 1 -> 2']);
  assert.deepEqual(changes('x = /^a/i;'), ['constant: /^a/i -> /a/i', 'constant: /^a/i -> /^a/']);
});

test('types and sentences are not changed; reason codes and constants are', () => {
  assert.deepEqual(changes("type A = 'a' | 1; /** 1 */ const x: A = y;"), []);
  assert.deepEqual(changes("throw new PolicyError('POLICY_BAD', 'there are too many');"), [
    'constant: "POLICY_BAD" -> \'\'',
  ]);
  assert.deepEqual(changes("fields.expect(tag, 'serial');"), [
    'call: fields.expect(tag, "serial") -> undefined',
  ]);
});

test('a mutant knows its line and function in the source', () => {
  const [mutant] = findMutants('a.ts', 'type A = string;\n\nfunction f(): A {\n  return a; // why\n}\n');
  assert.deepEqual(mutant, {
    operator: 'return',
    from: 'a',
    to: 'undefined',
    line: 4,
    code: 'return a; // why',
    within: 'f',
  });
});

test('a file with all mutants behaves as before, and with one switched on, as that one says', async () => {
  const source = `export const LIMIT = 3;
export function told(a: number, list: number[], table: Record<string, boolean> = { 'is it': true }): unknown {
  list.push(a);
  return a < LIMIT && list.length === 1 ? table['is it'] : 'no';
}`;
  const SOUND = '[3,true,"no","no"]';
  const all = findMutants('a.ts', source);
  const outcomes = new Set<string>();
  for (let on = -1; on < all.length; on += 1) {
    const runtime = join(scratch, `runtime-${on}.mjs`);
    writeFileSync(runtime, `export const mutated = (number) => number === ${on};`);
    const file = join(scratch, `file-${on}.mjs`);
    writeFileSync(file, instrument('a.ts', source, 0, runtime).code);
    const { told, LIMIT } = await import(pathToFileURL(file).href);
    const outcome = JSON.stringify([LIMIT, told(2, []), told(3, []), told(2, [0])]);
    if (on === -1) assert.equal(outcome, SOUND);
    else assert.notEqual(outcome, SOUND, JSON.stringify(all[on]));
    outcomes.add(outcome);
  }
  assert.ok(outcomes.size > 5);
});

test('the same seed gives the same sample', () => {
  const all = Array.from({ length: 100 }, (_, i) => i);
  assert.deepEqual(choose(all, 10, 7), choose(all, 10, 7));
  assert.notDeepEqual(choose(all, 10, 7), choose(all, 10, 8));
  assert.equal(choose(all, 200, 7).length, 100);
});

test('95 of 100 passes and 94 fails; a stale entry, or an equivalent mutant that a test detects, always fails', () => {
  const mutants = (killed: number, more: object = {}) =>
    Array.from({ length: 100 }, (_, i) => ({
      folder: 'core/a',
      status: i < killed ? 'killed' : 'survived',
      ...(i === 0 && more),
    }));
  assert.ok(report(mutants(95), []).holds);
  assert.ok(!report(mutants(94), []).holds);
  assert.ok(
    report([...mutants(95), { folder: 'core/a', status: 'survived', equivalent: 'because' }], []).holds,
  );
  assert.ok(!report(mutants(100), [{ file: 'a.ts', code: 'x', change: 'y' }]).holds);
  const noticed = report(mutants(100, { equivalent: 'because', by: 'a test' }), []);
  assert.match(noticed.text, /not equivalent, a test notices it/);
  assert.ok(!noticed.holds);
});

test('every folder that is measured has sources', () => {
  for (const folder of FOLDERS.keys())
    assert.ok(
      readdirSync(folder).some((name) => name.endsWith('.ts')),
      folder,
    );
});

test('every suite that runs for a folder has tests', () => {
  for (const suite of [...FOLDERS.values()].flat()) {
    const path = join('test', suite);
    const names = suite.endsWith('.ts') ? [path] : readdirSync(path, { recursive: true }).map(String);
    assert.ok(
      names.some((name) => name.endsWith('.test.ts')),
      suite,
    );
  }
});
