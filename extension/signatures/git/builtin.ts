import { type Disposable, extensions } from 'vscode';
import type { GitApi, GitExtension } from './api.js';

/**
 * The API of the built-in git extension. Undefined when that extension is missing (Restricted Mode), disabled, or has found no
 * git.
 * @param subscriptions the caller disposes of what is added here
 * @param onEnablement called when the extension is enabled or disabled later
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
