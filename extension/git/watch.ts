import { type Disposable, RelativePattern, Uri, workspace } from 'vscode';

const REFS = '{HEAD,packed-refs,refs/**,reftable/**,shallow}';
const SETTLED_MS = 250;

/** Calls `changed` when refs below git's directories did, once things have settled. */
export function watchRefs(directories: readonly string[], changed: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLED_MS);
  };
  const watchers = directories.flatMap((directory) => {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(directory), REFS));
    return [watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.dispose();
    },
  };
}
