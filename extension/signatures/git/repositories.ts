import { sep } from 'node:path';
import { type Disposable, EventEmitter, extensions, type Uri, workspace } from 'vscode';
import { isCallError } from '../../frame/thread/call-error.js';
import type { Verifier } from '../calls.js';
import type { GitApi, GitRepository } from './api.js';
import { builtinGit } from './builtin.js';

/** Why there is nothing to show. */
export type Unavailable = 'no-folder' | 'virtual' | 'git-missing' | 'no-repository';

/** The repositories that are open in the editor, or the reason why there are none. */
export type Found =
  | {
      readonly roots: readonly string[];
      readonly gitPath?: string;
      /** True when only the set of repositories changed. What is known of the repositories that stay is still correct. */
      readonly isMore: boolean;
    }
  | { readonly none: Unavailable };

function dispose(all: Disposable[]): void {
  for (const one of all.splice(0)) one.dispose();
}

/** Whether the two folders are the same, or one contains the other. */
function isBeside(a: string, b: string): boolean {
  return a === b || a.startsWith(b + sep) || b.startsWith(a + sep);
}

/** The part of HEAD's state that decides whether lists must be read again. Saving a file does not change it. */
function headOf({ state: { HEAD: head } }: GitRepository): string {
  return JSON.stringify([head?.name, head?.commit, head?.upstream, head?.ahead, head?.behind]);
}

/** Finds the repositories of the editor: through the built-in git extension or, without it, from the open folders. */
export class Repositories implements Disposable {
  readonly #found = new EventEmitter<Found>();
  readonly #changed = new EventEmitter<string>();
  readonly #always: Disposable[] = [];
  readonly #api: Disposable[] = [];
  readonly #heads = new Map<string, string>();
  #looking = 0;

  /** Fires the first answer, and every later one. */
  readonly onDidFind = this.#found.event;
  /** Fires the root of a repository whose HEAD changed. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly verifier: Verifier) {
    this.#always.push(
      this.#found,
      this.#changed,
      workspace.onDidChangeWorkspaceFolders(() => void this.look()),
      workspace.onDidGrantWorkspaceTrust(() => void this.look()),
      extensions.onDidChange(() => void this.look()),
    );
  }

  /** The open folders on this machine, as absolute paths. */
  folders(): readonly string[] {
    return this.#local().map(({ fsPath }) => fsPath);
  }

  /**
   * The git program from the user's settings; undefined when none is set. A workspace may never name a program, even when it is
   * trusted.
   */
  get gitPath(): string | undefined {
    const path = workspace.getConfiguration('git').inspect<unknown>('path')?.globalValue;
    return typeof path === 'string' && path !== '' ? path : undefined;
  }

  /** Looks for repositories (again). `onDidFind` fires with the answer. */
  async look(): Promise<void> {
    this.#looking += 1;
    const turn = this.#looking;
    const found = await this.#find(turn);
    if (turn === this.#looking && found) this.#found.fire(found);
  }

  dispose(): void {
    dispose(this.#api);
    dispose(this.#always);
  }

  async #find(turn: number): Promise<Found | undefined> {
    const folders = workspace.workspaceFolders ?? [];
    if (folders.length === 0) return { none: 'no-folder' };
    const local = this.#local();
    if (local.length === 0) return { none: 'virtual' };
    dispose(this.#api);
    const api = await builtinGit(this.#api, () => void this.look());
    if (turn !== this.#looking) return undefined;
    if (!api) return this.#discovered(local);
    const bare = await this.#bareOf(local, api);
    return turn === this.#looking ? this.#watched(api, bare) : undefined;
  }

  /** Folders that are bare repositories. The built-in git extension does not list them. */
  async #bareOf(folders: readonly Uri[], { repositories, git }: GitApi): Promise<readonly string[]> {
    const covered = (folder: string) => repositories.some(({ rootUri }) => isBeside(folder, rootUri.fsPath));
    const asked = folders
      .map(({ fsPath }) => fsPath)
      .filter((folder) => !covered(folder))
      .map((folder) => this.verifier.call('discover', { folder, gitPath: git.path, bareOnly: true }));
    return (await Promise.all(asked).catch(() => [])).flat();
  }

  #local(): readonly Uri[] {
    return (workspace.workspaceFolders ?? []).map(({ uri }) => uri).filter(({ scheme }) => scheme === 'file');
  }

  #watched(api: GitApi, bare: readonly string[]): Found {
    const again = () => this.#found.fire(this.#rootsOf(api, bare, true));
    for (const repository of api.repositories) this.#watch(repository);
    this.#api.push(
      api.onDidOpenRepository((repository) => {
        this.#watch(repository);
        again();
      }),
      api.onDidCloseRepository(again),
    );
    return this.#rootsOf(api, bare, false);
  }

  #rootsOf({ repositories, git }: GitApi, bare: readonly string[], isMore: boolean): Found {
    const roots = [...new Set([...repositories.map(({ rootUri }) => rootUri.fsPath), ...bare])];
    return roots.length === 0 ? { none: 'no-repository' } : { roots, gitPath: git.path, isMore };
  }

  #watch(repository: GitRepository): void {
    const root = repository.rootUri.fsPath;
    this.#heads.set(root, headOf(repository));
    this.#api.push(
      repository.state.onDidChange(() => {
        const head = headOf(repository);
        if (this.#heads.get(root) === head) return;
        this.#heads.set(root, head);
        this.#changed.fire(root);
      }),
    );
  }

  async #discovered(folders: readonly Uri[]): Promise<Found> {
    const { gitPath } = this;
    const given = gitPath === undefined ? {} : { gitPath };
    try {
      const asked = folders.map(({ fsPath }) => this.verifier.call('discover', { folder: fsPath, ...given }));
      const roots = [...new Set((await Promise.all(asked)).flat())];
      return roots.length === 0 ? { none: 'no-repository' } : { roots, ...given, isMore: false };
    } catch (error) {
      if (isCallError(error) && error.code === 'GIT_NOT_FOUND') return { none: 'git-missing' };
      throw error;
    }
  }
}
