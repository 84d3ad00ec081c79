import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Brief, ListName, Row, Verifier } from '../../extension/signatures/calls.js';
import { Run } from '../../extension/signatures/state/run.js';
import { keyOf, type RepositoryState } from '../../extension/signatures/state/state.js';
import type { Store } from '../../extension/signatures/state/store.js';

const ROOT = '/repository';

/** The part of the store that a run uses. */
class State {
  repositoryState: RepositoryState = { root: ROOT, phase: 'ready', lists: {}, verdicts: new Map() };
  repository = (): RepositoryState => this.repositoryState;
  update = (_: string, change: Partial<RepositoryState>): void => {
    this.repositoryState = { ...this.repositoryState, ...change };
  };
  addVerdicts = (_: string, briefs: readonly Brief[]): void => {
    const verdicts = this.repositoryState.verdicts as Map<string, Brief>;
    for (const brief of briefs) verdicts.set(keyOf(brief), brief);
  };
}

/** The common arguments of all calls, and how a call is watched. */
interface Ask {
  readonly list?: ListName;
  readonly names?: readonly string[];
}
interface Watch {
  readonly onPart: (part: readonly (Row | Brief)[]) => void;
  readonly signal: AbortSignal;
}

/** A thread with given lists, sent in parts. It records all calls. */
class Thread {
  readonly judged: string[][] = [];
  readonly held: (() => void)[] = [];
  constructor(
    private readonly lists: Partial<Record<ListName, readonly (readonly Row[])[]>>,
    private readonly answer: (name: string) => Brief | undefined = brief,
    private readonly holds = false,
  ) {}

  call = async (name: string, { list, names = [] }: Ask, { onPart, signal }: Watch): Promise<number> => {
    if (signal.aborted) throw new Error('it was cancelled');
    if (name === 'list') {
      for (const part of (list && this.lists[list]) ?? []) {
        onPart(part);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return 0;
    }
    this.judged.push([...names]);
    if (this.holds) await new Promise<void>((resolve) => this.held.push(resolve));
    onPart(names.map(this.answer).filter((one) => one !== undefined));
    return 0;
  };
}

function row(name: string): Row {
  return { id: name, name, type: 'commit', subject: name };
}

function rows(prefix: string, count: number): Row[] {
  return Array.from({ length: count }, (_, i) => row(`${prefix}${i}`));
}

function brief(name: string): Brief {
  return { id: name, name, outcome: 'valid', signature: 'sigstore' };
}

function runWith(thread: Thread) {
  const state = new State();
  const run = new Run(thread as unknown as Verifier, state as unknown as Store, ROOT);
  return { run, state };
}

test('every row of every list is verified once', async () => {
  const thread = new Thread({ recent: [rows('c', 900)], tags: [rows('t', 3)], review: [rows('c', 10)] });
  const { run, state } = runWith(thread);
  await run.read(['review', 'recent', 'tags'], {});
  assert.equal(state.repositoryState.verdicts.size, 903);
  assert.equal(new Set(thread.judged.flat()).size, thread.judged.flat().length);
});

test('the visible part of a list is verified while the rest is still being read', async () => {
  const thread = new Thread({ recent: [rows('a', 250), rows('b', 250), rows('c', 250)] });
  const { run, state } = runWith(thread);
  await run.read(['recent'], {});
  assert.deepEqual(thread.judged[0]?.slice(0, 2), ['a0', 'a1']);
  assert.equal(thread.judged[0]?.length, 60);
  assert.equal(state.repositoryState.verdicts.size, 750);
});

test('a list that somebody opens is verified before the others', async () => {
  const thread = new Thread({ recent: [rows('c', 2000)], tags: [rows('t', 1000)] }, brief, true);
  const { run } = runWith(thread);
  const read = run.read(['recent', 'tags'], {}).catch(() => {});
  const asked = async (count: number) => {
    while (thread.judged.length < count) await new Promise((resolve) => setImmediate(resolve));
    return thread.judged[count - 1]?.[0];
  };
  const firsts = [];
  for (let count = 1; count <= 4; count += 1) {
    firsts.push(await asked(count));
    if (count === 3) run.prefer('tags');
    thread.held.shift()?.();
  }
  assert.deepEqual(firsts, ['c0', 't0', 'c60', 't60']);
  run.dispose();
  for (const release of thread.held) release();
  await read;
});

test('a row without an answer is not sent again', async () => {
  const gone = new Set(['c3']);
  const thread = new Thread({ recent: [rows('c', 5)] }, (name) => (gone.has(name) ? undefined : brief(name)));
  const { run, state } = runWith(thread);
  await run.read(['recent'], {});
  assert.deepEqual(thread.judged, [['c0', 'c1', 'c2', 'c3', 'c4']]);
  assert.equal(state.repositoryState.verdicts.size, 4);
});

test('a run that is stopped makes no more calls', async () => {
  const thread = new Thread({ recent: [rows('c', 2000)] }, brief, true);
  const { run } = runWith(thread);
  const read = run.read(['recent'], {}).catch(() => {});
  while (thread.held.length === 0) await new Promise((resolve) => setImmediate(resolve));
  run.dispose();
  thread.held.shift()?.();
  await read;
  assert.equal(thread.judged.length, 1);
});
