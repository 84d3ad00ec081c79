import { sep } from 'node:path';
import { window } from 'vscode';
import type { RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';

/** The innermost repository that contains a file. */
export function repositoryOf(
  path: string,
  repositories: readonly RepositoryState[],
): RepositoryState | undefined {
  const around = repositories.filter(
    ({ root }) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep),
  );
  return around.sort((a, b) => b.root.length - a.root.length)[0];
}

/** The repository of the file in the active editor; without one, the first repository. */
export function currentRepository({ repositories }: Store): RepositoryState | undefined {
  const uri = window.activeTextEditor?.document.uri;
  const here = uri?.scheme === 'file' ? repositoryOf(uri.fsPath, repositories) : undefined;
  return here ?? repositories[0];
}
