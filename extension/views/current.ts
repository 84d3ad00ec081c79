import { sep } from 'node:path';
import { window } from 'vscode';
import type { RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';

/** The innermost repository a file is in. */
export function repositoryOf(
  path: string,
  repositories: readonly RepositoryState[],
): RepositoryState | undefined {
  const around = repositories.filter(
    ({ root }) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep),
  );
  return around.sort((a, b) => b.root.length - a.root.length)[0];
}

/** The repository of the file that is being edited, else the first. */
export function currentRepository({ repositories }: Store): RepositoryState | undefined {
  const uri = window.activeTextEditor?.document.uri;
  const here = uri?.scheme === 'file' ? repositoryOf(uri.fsPath, repositories) : undefined;
  return here ?? repositories[0];
}
