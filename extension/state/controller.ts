import { type Disposable, window, workspace } from 'vscode';
import type { Found, Repositories } from '../git/repositories.js';
import { watchRefs } from '../git/watch.js';
import { SETTINGS } from '../ids.js';
import type { Basis, Failure, ListName, RepositoryPlace, Row } from '../service/protocol.js';
import { type Service, ServiceError } from '../service/service.js';
import { isChanged, setting } from '../settings.js';
import { keyOf } from './state.js';
import type { Store } from './store.js';

const LARGEST_LIST = 50_000;
const FIRST: readonly ListName[] = ['head', 'unpushed', 'review'];
const WHEN_SHOWN: readonly ListName[] = ['tags', 'recent'];

function failureOf(error: unknown): Failure {
  if (error instanceof ServiceError)
    return { code: error.code, message: error.message, ...(error.hint && { hint: error.hint }) };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/** Keeps the store true to the repositories: what is looked at first is judged first, and what is out of date is dropped. */
export class Controller implements Disposable {
  readonly #subscriptions: Disposable[];
  readonly #runs = new Map<string, AbortController>();
  readonly #watchers = new Map<string, { readonly key: string; readonly watcher: Disposable }>();
  #gitPath: string | undefined;
  #shown = false;

  constructor(
    private readonly service: Service,
    private readonly store: Store,
    private readonly repositories: Repositories,
  ) {
    this.#subscriptions = [
      repositories.onDidFind((found) => this.#take(found)),
      repositories.onDidChange((root) => void this.refresh(root)),
      workspace.onDidChangeConfiguration((event) => {
        if (isChanged(event, SETTINGS.recentCommits) || isChanged(event, SETTINGS.verifyOnline))
          void this.refreshAll();
      }),
    ];
  }

  /** The lists that only the view shows are read once it is. */
  setShown(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (shown) void this.refreshAll();
  }

  async refreshAll(): Promise<void> {
    await Promise.all(this.store.repositories.map(({ root }) => this.refresh(root)));
  }

  /** Reads and judges a repository again; an earlier run that is not at its end is stopped. */
  async refresh(root: string): Promise<void> {
    this.#runs.get(root)?.abort();
    const run = new AbortController();
    this.#runs.set(root, run);
    try {
      const basis = await this.service.call('open', { place: this.#place(root) }, run);
      this.#opened(root, basis);
      const { range } = this.store.repository(root) ?? {};
      const lists = this.#shown ? [...FIRST, ...WHEN_SHOWN] : FIRST;
      const judged = basis.head ? this.#judge(root, [{ id: basis.head, name: basis.head }], run) : undefined;
      for (const list of lists) await this.#list(root, list, run);
      await judged;
      if (range) await this.verifyRange(root, range.range, run);
      for (const list of lists) await this.#judge(root, this.store.repository(root)?.lists[list] ?? [], run);
    } catch (error) {
      if (run.signal.aborted || (error instanceof ServiceError && error.code === 'CANCELLED')) return;
      this.store.update(root, { phase: 'failed', failure: failureOf(error) });
    }
  }

  /** Lists and judges a range; it stays in the view until another is asked for. @throws ServiceError */
  async verifyRange(
    root: string,
    range: string,
    run: { readonly signal: AbortSignal },
  ): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const onPart = (part: readonly Row[]) => rows.push(...part);
    await this.service.call('range', { root, range, limit: LARGEST_LIST }, { onPart, ...run });
    this.store.update(root, { range: { range, rows } });
    await this.#judge(root, rows, run);
    return rows;
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.abort();
    for (const { watcher } of this.#watchers.values()) watcher.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  #take(found: Found): void {
    if ('none' in found) {
      this.store.unavailable(found.none);
      return;
    }
    this.#gitPath = found.gitPath;
    this.store.setRoots(found.roots);
    for (const [root, { watcher }] of this.#watchers) {
      if (found.roots.includes(root)) continue;
      watcher.dispose();
      this.#watchers.delete(root);
      this.#runs.get(root)?.abort();
    }
    void this.refreshAll();
  }

  #place(root: string): RepositoryPlace {
    const online = workspace.isTrusted && setting(SETTINGS.verifyOnline);
    return {
      root,
      trusted: workspace.isTrusted,
      ...(online ? { online } : !workspace.isTrusted && { online: false }),
      ...(this.#gitPath !== undefined && { gitPath: this.#gitPath }),
    };
  }

  #opened(root: string, basis: Basis): void {
    const before = this.store.repository(root);
    const verdicts = before?.basis?.key === basis.key ? before.verdicts : new Map();
    const { failure: _, ...rest } = before ?? {};
    this.store.replace(root, { root, lists: {}, ...rest, phase: 'ready', basis, verdicts });
    const key = basis.directories.join('\n');
    const watched = this.#watchers.get(root);
    if (watched?.key === key) return;
    watched?.watcher.dispose();
    const watcher = watchRefs(basis.directories, () => void this.refresh(root));
    this.#watchers.set(root, { key, watcher });
  }

  async #list(root: string, list: ListName, run: AbortController): Promise<void> {
    const rows: Row[] = [];
    const limit = list === 'recent' ? setting(SETTINGS.recentCommits) : LARGEST_LIST;
    const onPart = (part: readonly Row[]) => rows.push(...part);
    await this.service.call('list', { root, list, limit }, { onPart, signal: run.signal });
    const lists = { ...this.store.repository(root)?.lists, [list]: rows };
    this.store.update(root, { lists });
  }

  async #judge(
    root: string,
    rows: readonly Pick<Row, 'id' | 'name'>[],
    { signal }: { readonly signal: AbortSignal },
  ): Promise<void> {
    const known = this.store.repository(root)?.verdicts;
    const wanted = rows.filter((row) => !known?.has(keyOf(row))).map(({ name }) => name);
    if (wanted.length === 0) return;
    const onPart = (briefs: Parameters<Store['addVerdicts']>[1]) => this.store.addVerdicts(root, briefs);
    await this.service.call('judge', { root, names: wanted }, { onPart, signal });
  }

  /** Looks for repositories, the first time or again. */
  async start(): Promise<void> {
    try {
      await this.repositories.look();
    } catch (error) {
      void window.showErrorMessage(`Waxseal: ${failureOf(error).message}`);
    }
  }
}
