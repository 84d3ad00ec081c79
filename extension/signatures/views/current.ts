import { sep } from 'node:path';
import {
  type Disposable,
  TabInputCustom,
  TabInputNotebook,
  TabInputText,
  TabInputTextDiff,
  type Uri,
  window,
} from 'vscode';
import type { RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';

/** What the built-in git extension shows of other versions of a file. Its path is that of the file. */
const OF_GIT = 'git';

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

/** What the active tab shows. Settings, the output and pages show no file. */
function shownUri(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof TabInputTextDiff) return input.modified;
  if (input instanceof TabInputText || input instanceof TabInputCustom || input instanceof TabInputNotebook)
    return input.uri;
  return window.activeTextEditor?.document.uri;
}

/**
 * The repository that is looked at: that of the file in the active tab, also in a comparison. Where the tab shows no file of a
 * repository, it is the one that was looked at last, as in VS Code's own item; at first, the first repository.
 */
export function currentRepository(
  store: Pick<Store, 'repositories' | 'lookedAt'>,
): RepositoryState | undefined {
  const uri = shownUri();
  const isPath = uri !== undefined && (uri.scheme === 'file' || uri.scheme === OF_GIT);
  const here = isPath ? repositoryOf(uri.fsPath, store.repositories) : undefined;
  return here ?? store.lookedAt ?? store.repositories[0];
}

/** Remembers which repository is looked at. */
export function rememberLookedAt(store: Store, subscriptions: Disposable[]): void {
  const look = () => {
    const current = currentRepository(store);
    if (current) store.lookAt(current.root);
  };
  subscriptions.push(window.onDidChangeActiveTextEditor(look), window.tabGroups.onDidChangeTabs(look));
}
