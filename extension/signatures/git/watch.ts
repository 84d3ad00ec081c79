import { basename, dirname } from 'node:path';
import { type Disposable, RelativePattern, Uri, workspace } from 'vscode';

const OF_GIT = '{HEAD,packed-refs,refs/**,reftable/**,shallow,config,config.worktree}';
const SETTLED_MS = 250;

/** The files and git directories that verdicts on a repository depend on. All paths are absolute. */
interface Watched {
  readonly directories: readonly string[];
  readonly files: readonly string[];
}

/** Calls `changed` after refs, git settings or one of the files changed, and no further change followed for a moment. */
export function watchRepository({ directories, files }: Watched, changed: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLED_MS);
  };
  const patterns = [
    ...directories.map((directory) => new RelativePattern(Uri.file(directory), OF_GIT)),
    ...files.map((file) => new RelativePattern(Uri.file(dirname(file)), basename(file))),
  ];
  const watchers = patterns.flatMap((pattern) => {
    const watcher = workspace.createFileSystemWatcher(pattern);
    return [watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.dispose();
    },
  };
}
