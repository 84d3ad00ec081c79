import type { Event, Uri } from 'vscode';

// The part of the built-in git extension's API, version 1, that is used (extensions/git/src/api/git.d.ts of VS Code).

/** A repository that is open in the editor. */
export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD:
      | {
          readonly name?: string;
          readonly commit?: string;
          readonly ahead?: number;
          readonly behind?: number;
          readonly upstream?: { readonly name: string; readonly remote: string };
        }
      | undefined;
    readonly onDidChange: Event<void>;
  };
}

/** The API itself. */
export interface GitApi {
  readonly git: { readonly path: string };
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: Event<GitRepository>;
  readonly onDidCloseRepository: Event<GitRepository>;
}

/** What the built-in git extension exports. */
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  /** @throws Error when git is disabled or there is no git program */
  getAPI(version: 1): GitApi;
}
