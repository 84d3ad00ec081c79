import { type Disposable, l10n, window, workspace } from 'vscode';
import { isChanged, setting } from '../../frame/settings.js';
import { linkless } from '../../frame/text/plain.js';
import { isCallError } from '../../frame/thread/call-error.js';
import type { Failure } from '../../frame/thread/protocol.js';
import type { Basis, ListName, RepositoryPlace, Row, Verifier } from '../calls.js';
import type { Found, Repositories } from '../git/repositories.js';
import { watchRepository } from '../git/watch.js';
import { SETTINGS } from '../ids.js';
import { failureOf } from './failure.js';
import { judgeRows, LARGEST_LIST, Run, type Stoppable } from './run.js';
import { keyOf } from './state.js';
import type { Store } from './store.js';

const FIRST: readonly ListName[] = ['head', 'unpushed', 'review'];
const WHEN_SHOWN: readonly ListName[] = ['tags', 'recent'];

/** If a thread is lost more often than this within that time, it is not restarted automatically. */
const MOST_LOST = 3;
const LOST_WITHIN_MS = 60_000;

/** Keeps the store in step with the repositories. What the user looks at is verified first; what is out of date is removed. */
export class Controller implements Disposable {
  readonly #subscriptions: Disposable[];
  readonly #runs = new Map<string, Run>();
  /** The results for folders that were opened before the list of repositories was known. */
  readonly #begun = new Map<string, Promise<Basis | undefined>>();
  readonly #watchers = new Map<string, { readonly key: string; readonly watcher: Disposable }>();
  #gitPath: string | undefined;
  /** The times at which threads were lost, in milliseconds. */
  #lost: readonly number[] = [];
  #shown = false;
  /** Whether the list of repositories is known. */
  #isFound = false;

  constructor(
    private readonly verifier: Verifier,
    private readonly store: Store,
    private readonly repositories: Repositories,
  ) {
    verifier.whenLost = () => this.#startAgain();
    this.#subscriptions = [
      repositories.onDidFind((found) => this.#take(found)),
      repositories.onDidChange((root) => void this.refresh(root)),
      workspace.onDidChangeConfiguration((event) => {
        if (isChanged(event, SETTINGS.recentCommits) || isChanged(event, SETTINGS.verifyOnline)) {
          this.#begun.clear();
          void this.refreshAll();
        }
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.#begun.clear()),
    ];
  }

  /** Lists that only the view shows are read when the view is first shown. */
  setShown(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (!shown) return;
    for (const run of this.#runs.values()) {
      if (run.isOpen) void this.#finish(run, this.#read(run));
    }
  }

  /** Verifies this list before the others, because somebody is looking at it. */
  prefer(root: string, list: ListName | 'range'): void {
    if (list !== 'range') this.#runs.get(root)?.prefer(list);
  }

  async refreshAll(): Promise<void> {
    await Promise.all(this.store.repositories.map(({ root }) => this.refresh(root)));
  }

  /** Reads and verifies a repository again. An earlier run that has not ended is stopped. */
  async refresh(root: string): Promise<void> {
    this.#runs.get(root)?.dispose();
    const run = new Run(this.verifier, this.store, root);
    this.#runs.set(root, run);
    await this.#finish(run, this.#openAndRead(run));
  }

  async #openAndRead(run: Run): Promise<void> {
    const { root } = run;
    const begun = await this.#begun.get(root)?.catch(() => undefined);
    this.#begun.delete(root);
    const basis = begun ?? (await this.verifier.call('open', { place: this.#place(root) }, run));
    if (run.signal.aborted) return;
    this.#opened(root, basis);
    run.isOpen = true;
    const { range } = this.store.repository(root) ?? {};
    const again = range && this.verifyRange(root, range.range, run);
    await Promise.all([again, this.#read(run)]);
  }

  #read(run: Run): Promise<void> {
    const lists = this.#shown ? [...WHEN_SHOWN, ...FIRST] : FIRST;
    return run.read(lists, { recent: setting(SETTINGS.recentCommits) });
  }

  async #finish({ root, signal }: Run, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (signal.aborted || (isCallError(error) && error.code === 'CANCELLED')) return;
      this.#failed(root, failureOf(error));
    }
  }

  /** Lists and verifies a range. It stays in the view until another range replaces it. @throws CallError */
  async verifyRange(root: string, range: string, { signal }: Stoppable): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const onPart = (part: readonly Row[]) => rows.push(...part);
    await this.verifier.call('range', { root, range, limit: LARGEST_LIST }, { onPart, signal });
    this.store.update(root, { range: { range, rows } });
    const known = this.store.repository(root)?.verdicts;
    const left = rows.filter((row) => !known?.has(keyOf(row)));
    try {
      await judgeRows(this.verifier, this.store, root, left, { signal });
    } catch (error) {
      if (signal.aborted) this.store.update(root, { range: { range, rows, stopped: true } });
      throw error;
    }
    return rows;
  }

  /** Old verdicts may be wrong now, and lists that were not read again may lack new rows. */
  #failed(root: string, failure: Failure): void {
    this.store.update(root, { phase: 'failed', failure, lists: {}, verdicts: new Map() });
  }

  /** Only the lost thread knew the repositories. They are opened again in a new thread, unless threads are lost too often. */
  #startAgain(): void {
    const now = Date.now();
    this.#lost = [...this.#lost.filter((at) => now - at < LOST_WITHIN_MS), now];
    this.#begun.clear();
    const again = this.#lost.length <= MOST_LOST;
    const failure = {
      code: 'WORKER_ENDED',
      message: l10n.t('the verification thread was lost'),
      hint: again
        ? l10n.t('It is started again.')
        : l10n.t('It was lost again and again. Refresh Signatures starts it once more.'),
    };
    for (const { root } of this.store.repositories) {
      this.#runs.get(root)?.dispose();
      this.#failed(root, failure);
    }
    if (again) void this.refreshAll();
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
    for (const { watcher } of this.#watchers.values()) watcher.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  #take(found: Found): void {
    this.#isFound = true;
    const roots = 'none' in found ? [] : found.roots;
    if ('none' in found) this.store.unavailable(found.none);
    else {
      this.#gitPath = found.gitPath;
      this.store.setRoots(roots);
    }
    for (const [root, { watcher }] of this.#watchers) {
      if (roots.includes(root)) continue;
      watcher.dispose();
      this.#watchers.delete(root);
      this.#runs.get(root)?.dispose();
      this.#runs.delete(root);
      this.verifier.call('close', { root }).catch(() => {});
    }
    const isMore = 'roots' in found && found.isMore;
    for (const root of roots) if (!isMore || !this.#runs.has(root)) void this.refresh(root);
  }

  #place(root: string): RepositoryPlace {
    const gitPath = this.#gitPath ?? this.repositories.gitPath;
    const online = workspace.isTrusted && setting(SETTINGS.verifyOnline);
    return {
      root,
      trusted: workspace.isTrusted,
      ...(online ? { online } : !workspace.isTrusted && { online: false }),
      ...(gitPath !== undefined && { gitPath }),
    };
  }

  #opened(root: string, basis: Basis): void {
    const before = this.store.repository(root);
    const verdicts = before?.basis?.key === basis.key ? before.verdicts : new Map();
    const { failure: _, problems: __, ...rest } = before ?? {};
    this.store.replace(root, { root, lists: {}, ...rest, phase: 'ready', basis, verdicts });
    if (basis.verdict) this.store.addVerdicts(root, [basis.verdict]);
    const key = [...basis.directories, ...basis.files].join('\n');
    const watched = this.#watchers.get(root);
    if (watched?.key === key) return;
    watched?.watcher.dispose();
    const watcher = watchRepository(basis, () => void this.refresh(root));
    this.#watchers.set(root, { key, watcher });
  }

  /**
   * Looks for repositories, for the first time or again. A folder that is the top of a repository is opened at once, because
   * the git extension is slow while the editor starts.
   */
  async start(): Promise<void> {
    for (const root of this.repositories.folders()) void this.#begin(root);
    try {
      await this.repositories.look();
    } catch (error) {
      void window.showErrorMessage(`Waxseal: ${linkless(failureOf(error).message)}`);
    }
  }

  async #begin(root: string): Promise<void> {
    const begun = this.verifier.call('begin', { place: this.#place(root) });
    this.#begun.set(root, begun);
    // The reason of this failure is reported when the repository is opened like all others.
    const basis = await begun.catch(() => undefined);
    if (!basis || this.store.state.kind === 'unavailable' || this.#isFound) return;
    this.store.setRoots([...this.store.repositories.map((one) => one.root), root]);
    this.#opened(root, basis);
  }
}
