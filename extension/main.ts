import { type ExtensionContext, Uri } from 'vscode';
import { registerBlame } from './blame/register.js';
import { registerCommands } from './commands/index.js';
import { Repositories } from './git/repositories.js';
import { LANGUAGE } from './language.js';
import { CommitPages } from './page/pages.js';
import { PolicyDoor } from './policy/door.js';
import { Service } from './service/service.js';
import { rememberSettings } from './settings.js';
import { SigningDoor } from './signing/door.js';
import { Controller } from './state/controller.js';
import { Store } from './state/store.js';
import { TextDocuments } from './text-documents.js';
import { registerDecorations } from './views/decorations.js';
import { SignaturesView } from './views/signatures.js';
import { registerStatusBar } from './views/status-bar.js';

/** The API for other extensions and for the tests. */
export interface Api {
  /** The complete state that the views show now. */
  readonly store: Store;
}

/**
 * Connects all parts and returns at once. It starts no process, reads no file and asks nobody, so that VS Code need not wait.
 */
export function activate({ subscriptions, extensionUri, extension }: ExtensionContext): Api {
  const dist = Uri.joinPath(extensionUri, 'dist');
  const service = new Service(Uri.joinPath(dist, 'extension').fsPath, LANGUAGE);
  const store = new Store();
  // This must come before everything that reads settings: the cache of settings must be cleared first.
  subscriptions.push(rememberSettings());
  const repositories = new Repositories(service);
  const controller = new Controller(service, store, repositories);
  const view = new SignaturesView(
    store,
    (shown) => controller.setShown(shown),
    (root, group) => controller.prefer(root, group),
  );
  const documents = new TextDocuments();
  const pages = new CommitPages(service, store, documents, Uri.joinPath(dist, 'webview'));
  const { id: extensionId, packageJSON } = extension;
  const version = String(packageJSON.version);
  const refresh = () => controller.refreshAll();
  const own = { dist: dist.fsPath, extensionId, version };
  const signing = new SigningDoor({ ...own, store, documents, refresh, subscriptions });
  const policy = new PolicyDoor({ extensionUri, service, store, documents, subscriptions });
  const stop = { dispose: () => void service.dispose() };
  subscriptions.push(stop, store, repositories, controller, view, documents, pages);
  registerCommands({ service, store, controller, view, pages, documents, signing, policy }, subscriptions);
  registerStatusBar(store, subscriptions);
  registerDecorations(subscriptions);
  registerBlame(service, store, subscriptions);
  queueMicrotask(() => void controller.start());
  return { store };
}
