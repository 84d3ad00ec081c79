import { type Disposable, l10n, type Uri, ViewColumn, window, workspace } from 'vscode';
import type { TextDocuments } from '../../frame/documents.js';
import type { Detail, Verifier } from '../calls.js';
import { COMMIT_PAGE } from '../ids.js';
import type { Store } from '../state/store.js';
import type { Target } from '../target/target.js';
import { shortName } from '../words.js';
import { CommitPage } from './page.js';

/** The pages that show everything about one commit or tag. There is at most one page for each object. */
export class CommitPages implements Disposable {
  readonly #pages = new Map<string, CommitPage>();
  readonly #subscriptions: Disposable[];

  /** @param scripts the folder that contains the page's script and style */
  constructor(
    private readonly verifier: Verifier,
    private readonly store: Store,
    private readonly documents: TextDocuments,
    private readonly scripts: Uri,
  ) {
    this.#subscriptions = [
      store.onDidChange((change) => {
        if (change.what === 'verdicts') return;
        for (const page of this.#pages.values())
          if (change.what === 'all' || page.target.root === change.root) void page.renew();
      }),
      workspace.onDidGrantWorkspaceTrust(() => {
        for (const page of this.#pages.values()) void page.renew();
      }),
    ];
  }

  /** @throws CallError when the object does not exist, or nothing can be verified */
  async show(asked: Target): Promise<void> {
    const location = { location: { viewId: 'workbench.scm' } };
    const detail = await window.withProgress(location, () => this.verifier.call('detail', asked));
    const { object, lightweightTag } = detail.verdict;
    // HEAD may move to another commit, but the page stays with the commit it was opened for. A tag's name is part of its
    // verdict.
    const tag = lightweightTag === undefined ? asked.name : `refs/tags/${lightweightTag}`;
    const isTag = object.type === 'tag' || tag.startsWith('refs/tags/');
    const target = { root: asked.root, name: isTag ? tag : object.id };
    const key = `${target.root}\0${object.id}\0${target.name}`;
    const open = this.#pages.get(key);
    if (open) {
      open.show(detail);
      return;
    }
    const title = l10n.t('Signature of {0}', shortName(named(detail, target)));
    const panel = window.createWebviewPanel(COMMIT_PAGE, title, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [this.scripts],
    });
    const { verifier, store, documents, scripts } = this;
    this.#pages.set(key, new CommitPage(panel, { verifier, store, documents, scripts }, target, detail));
    const look = () => {
      if (panel.active) store.lookAt(target.root);
    };
    look();
    panel.onDidChangeViewState(look);
    panel.onDidDispose(() => this.#pages.delete(key));
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    for (const page of this.#pages.values()) page.dispose();
  }
}

function named({ verdict }: Detail, { name }: Target): { name: string; id: string } {
  const { id } = verdict.object;
  return { id, name: name.startsWith('refs/tags/') ? name : id };
}
