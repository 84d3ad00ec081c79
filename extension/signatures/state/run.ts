import type { Disposable } from 'vscode';
import { type CallError, isCallError } from '../../frame/thread/call-error.js';
import type { Brief, ListName, Row, Verifier } from '../calls.js';
import { failureOf } from './failure.js';
import { keyOf } from './state.js';
import type { Store } from './store.js';

/** How many objects are verified before the next priority is chosen. */
const AT_ONCE = 400;
/** How many rows are verified while the list is still being read: about one screen. Reading and verifying share one thread. */
const EARLY = 60;
export const LARGEST_LIST = 50_000;
/** The list that is verified first, unless somebody looks at another. */
const ORDER: readonly ListName[] = ['head', 'unpushed', 'review', 'recent', 'tags'];

function isAboutTheList(error: unknown): error is CallError {
  return isCallError(error) && error.code !== 'CANCELLED' && error.code !== 'WORKER_ENDED';
}

/** The calls that can be stopped. */
export interface Stoppable {
  readonly signal: AbortSignal;
}

/** One pass over a repository: from opening it until it is read again. */
export class Run implements Stoppable, Disposable {
  readonly #controller = new AbortController();
  #judging: Promise<void> = Promise.resolve();
  /** The rows of each list that were read so far, and how many of them have a verdict or were sent for one. */
  readonly #rows = new Map<ListName, { readonly rows: Row[]; asked: number }>();
  #wanted: ListName | undefined;
  /** Whether this run has opened the repository. */
  isOpen = false;

  constructor(
    private readonly verifier: Verifier,
    private readonly store: Store,
    readonly root: string,
  ) {}

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  dispose(): void {
    this.#controller.abort();
  }

  /** Verifies the rows of this list before all others. */
  prefer(list: ListName): void {
    this.#wanted = list;
  }

  /**
   * Reads the lists that were not read yet, all at the same time, and verifies all their rows. Rows that were read are verified
   * while other lists are still being read.
   * @throws CallError
   */
  async read(lists: readonly ListName[], limits: Partial<Record<ListName, number>>): Promise<void> {
    const fresh = lists.filter((list) => !this.#rows.has(list));
    await Promise.all(fresh.map((list) => this.#list(list, limits[list] ?? LARGEST_LIST)));
    await this.judge();
  }

  /**
   * Verifies the listed rows that were not sent yet, or the next `most` of one list, after the calls that still run. @throws
   * CallError
   */
  async judge(most = Number.POSITIVE_INFINITY, only?: ListName): Promise<void> {
    const judging = this.#judging.then(() => this.#judgeNext(most, only));
    this.#judging = judging.catch(() => {});
    await judging;
  }

  async #list(list: ListName, limit: number): Promise<void> {
    const rows: Row[] = [];
    this.#rows.set(list, { rows, asked: 0 });
    const show = () => {
      const lists = { ...this.store.repository(this.root)?.lists, [list]: [...rows] };
      this.store.update(this.root, { lists });
    };
    const ask = { root: this.root, list, limit };
    let early: Promise<void> | undefined;
    const onPart = (part: readonly Row[]) => {
      rows.push(...part);
      if (early) return;
      show();
      early = this.judge(EARLY, list);
      // It is awaited at the end. Without this handler, an earlier failure would be an unhandled rejection.
      early.catch(() => {});
    };
    try {
      await this.verifier.call('list', ask, { onPart, signal: this.signal });
      show();
    } catch (error) {
      if (list === 'head' || !isAboutTheList(error)) throw error;
      this.#cannotBeRead(list, error);
    }
    await early;
  }

  /**
   * A list that cannot be read does not hide the others. A part of it is not shown, because it would look like the whole list.
   */
  #cannotBeRead(list: ListName, error: CallError): void {
    const { lists, problems } = this.store.repository(this.root) ?? {};
    const { [list]: _, ...others } = lists ?? {};
    this.store.update(this.root, { lists: others, problems: { ...problems, [list]: failureOf(error) } });
  }

  async #judgeNext(most: number, only: ListName | undefined): Promise<void> {
    for (let left = most; left > 0; ) {
      const rows = this.#next(Math.min(left, AT_ONCE), only);
      if (rows.length === 0) return;
      await judgeRows(this.verifier, this.store, this.root, rows, this);
      left -= rows.length;
    }
  }

  /** The next rows of one list that have no verdict. No row is sent twice, whatever the answer was. */
  #next(most: number, only: ListName | undefined): readonly Row[] {
    const repository = this.store.repository(this.root);
    if (!repository || this.signal.aborted) return [];
    const order = this.#wanted === undefined ? ORDER : [this.#wanted, ...ORDER];
    for (const name of only === undefined ? order : [only]) {
      const list = this.#rows.get(name);
      if (!list) continue;
      const left: Row[] = [];
      for (; list.asked < list.rows.length && left.length < most; list.asked += 1) {
        const row = list.rows[list.asked];
        if (row && !repository.verdicts.has(keyOf(row))) left.push(row);
      }
      if (left.length > 0) return left;
    }
    return [];
  }
}

/** Verifies rows in their order, in batches, and puts the verdicts into the store. @throws CallError */
export async function judgeRows(
  verifier: Verifier,
  store: Store,
  root: string,
  rows: readonly Row[],
  { signal }: Stoppable,
): Promise<void> {
  const onPart = (briefs: readonly Brief[]) => store.addVerdicts(root, briefs);
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const names = rows.slice(at, at + AT_ONCE).map(({ name }) => name);
    await verifier.call('judge', { root, names }, { onPart, signal });
  }
}
