import { EventEmitter } from 'vscode';
import type { Brief } from '../calls.js';
import type { Unavailable } from '../git/repositories.js';
import { type Change, type EditorState, keyOf, type RepositoryState } from './state.js';

const EMPTY = { phase: 'loading', lists: {}, verdicts: new Map<string, Brief>() } as const;

/** Holds the one state. Only the controller changes it. */
export class Store {
  #state: EditorState = { kind: 'starting' };
  readonly #changed = new EventEmitter<Change>();
  readonly onDidChange = this.#changed.event;
  #lookedAt: string | undefined;
  readonly #looked = new EventEmitter<void>();
  /** Fires when another repository is looked at. */
  readonly onDidLook = this.#looked.event;

  get state(): EditorState {
    return this.#state;
  }

  /** The repositories; empty when there is nothing to show. */
  get repositories(): readonly RepositoryState[] {
    return this.#state.kind === 'ready' ? this.#state.repositories : [];
  }

  repository(root: string): RepositoryState | undefined {
    return this.repositories.find((one) => one.root === root);
  }

  /** The repository that was looked at last. */
  get lookedAt(): RepositoryState | undefined {
    return this.#lookedAt === undefined ? undefined : this.repository(this.#lookedAt);
  }

  lookAt(root: string): void {
    if (this.#lookedAt === root) return;
    this.#lookedAt = root;
    this.#looked.fire();
  }

  unavailable(why: Unavailable): void {
    this.#state = { kind: 'unavailable', why };
    this.#changed.fire({ what: 'all' });
  }

  /** Sets the list of repositories. It keeps what is known of those that stay. */
  setRoots(roots: readonly string[]): void {
    const before = new Map(this.repositories.map((one) => [one.root, one]));
    const repositories = roots.map((root) => before.get(root) ?? { root, ...EMPTY, verdicts: new Map() });
    this.#state = { kind: 'ready', repositories };
    this.#changed.fire({ what: 'all' });
  }

  update(root: string, change: Partial<RepositoryState>): void {
    const before = this.repository(root);
    if (before) this.replace(root, { ...before, ...change });
  }

  replace(root: string, repository: RepositoryState): void {
    if (this.#state.kind !== 'ready') return;
    const repositories = this.#state.repositories.map((one) => (one.root === root ? repository : one));
    this.#state = { kind: 'ready', repositories };
    this.#changed.fire({ what: 'repository', root });
  }

  /** Adds verdicts. It changes the map in place: a copy for each batch would cost more than verifying. */
  addVerdicts(root: string, briefs: readonly Brief[]): void {
    const verdicts = this.repository(root)?.verdicts as Map<string, Brief> | undefined;
    if (!verdicts) return;
    for (const brief of briefs) verdicts.set(keyOf(brief), brief);
    this.#changed.fire({ what: 'verdicts', root, keys: briefs.map(keyOf) });
  }

  dispose(): void {
    this.#changed.dispose();
    this.#looked.dispose();
  }
}
