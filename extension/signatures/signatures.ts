import { type Disposable, Uri } from 'vscode';
import type { Feature } from '../frame/feature.js';
import type { Frame } from '../frame/frame.js';
import { registerBlame } from './blame/register.js';
import type { Verifier } from './calls.js';
import { commandsOf } from './commands/index.js';
import { Repositories } from './git/repositories.js';
import { CommitPages } from './page/pages.js';
import { Controller } from './state/controller.js';
import { Store } from './state/store.js';
import { rememberLookedAt } from './views/current.js';
import { registerDecorations } from './views/decorations.js';
import { SignaturesView } from './views/signatures.js';
import { registerStatusBar } from './views/status-bar.js';

/** The feature that shows who signed what, and what the other features use of it. */
export interface Signatures extends Feature {
  /** The complete state that the views show now. */
  readonly store: Store;
  /** Verifies everything again. */
  readonly refresh: () => Promise<void>;
}

/** Connects all parts and returns at once. It starts no process, reads no file and asks nobody, so that VS Code need not wait. */
export function openSignatures({ dist, documents }: Frame, verifier: Verifier): Signatures {
  const store = new Store();
  const repositories = new Repositories(verifier);
  const controller = new Controller(verifier, store, repositories);
  const view = new SignaturesView(
    store,
    (shown) => controller.setShown(shown),
    (root, group) => controller.prefer(root, group),
  );
  const pages = new CommitPages(verifier, store, documents, Uri.joinPath(dist, 'webview'));
  const registered: Disposable[] = [store, repositories, controller, view, pages];
  rememberLookedAt(store, registered);
  registerStatusBar(store, registered);
  registerDecorations(registered);
  registerBlame(verifier, store, registered);
  queueMicrotask(() => void controller.start());
  return {
    store,
    refresh: () => controller.refreshAll(),
    commands: commandsOf({ verifier, store, controller, view, pages, documents }),
    dispose: () => {
      for (const one of registered) one.dispose();
    },
  };
}
