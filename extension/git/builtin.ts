import { type Disposable, extensions } from 'vscode';
import type { GitApi, GitExtension } from './api.js';

/**
 * The built-in git extension's API; undefined where it is missing (Restricted Mode), disabled, or has found no git.
 * @param subscriptions what must be disposed of with the caller
 * @param onEnablement called when it is enabled or disabled later
 */
export async function builtinGit(
  subscriptions: Disposable[],
  onEnablement: () => void,
): Promise<GitApi | undefined> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const exported = await extension.activate();
    subscriptions.push(exported.onDidChangeEnablement(onEnablement));
    if (!exported.enabled) return undefined;
    const api = exported.getAPI(1);
    if (api.state !== 'initialized') await initialized(api);
    return api;
  } catch {
    return undefined;
  }
}

function initialized(api: GitApi): Promise<void> {
  return new Promise((resolve) => {
    const listener = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      listener.dispose();
      resolve();
    });
  });
}
