import {
  commands,
  type Disposable,
  env,
  l10n,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { type FromPage, isFromPage, type ToPage } from '../../core/pages/index.js';
import { harmless } from '../../core/text/index.js';
import type { Target } from '../commands/target.js';
import { COMMANDS, COMMIT_PAGE } from '../ids.js';
import type { Detail } from '../service/protocol.js';
import type { Service } from '../service/service.js';
import type { TextDocuments } from '../text-documents.js';
import { shortName } from '../words.js';
import { pageHtml } from './html.js';
import { pageModel } from './model.js';

/** The pages that show everything about one commit or tag; each object has one at most. */
export class CommitPages implements Disposable {
  readonly #panels = new Map<string, WebviewPanel>();

  /** @param scripts the folder with the page's script and style */
  constructor(
    private readonly service: Service,
    private readonly documents: TextDocuments,
    private readonly scripts: Uri,
  ) {}

  /** @throws ServiceError when there is no such object, or nothing can be judged */
  async show(target: Target): Promise<void> {
    const detail = await this.service.call('detail', target);
    const key = `${target.root}\0${detail.verdict.object.id}\0${target.name}`;
    const open = this.#panels.get(key);
    if (open) {
      open.reveal();
      void this.#send(open, detail);
      return;
    }
    const title = l10n.t('Signature of {0}', shortName(named(detail, target)));
    const panel = window.createWebviewPanel(COMMIT_PAGE, title, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [this.scripts],
    });
    this.#panels.set(key, panel);
    panel.onDidDispose(() => this.#panels.delete(key));
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPage(message)) void this.#take(panel, detail, target, message);
    });
    panel.webview.html = pageHtml(panel.webview, this.scripts);
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  async #send(panel: WebviewPanel, detail: Detail): Promise<void> {
    const message: ToPage = { show: pageModel(detail, workspace.isTrusted) };
    await panel.webview.postMessage(message);
  }

  async #take(panel: WebviewPanel, detail: Detail, target: Target, message: FromPage): Promise<void> {
    switch (message.want) {
      case 'model':
        await this.#send(panel, detail);
        return;
      case 'certificate': {
        const uri = this.documents.put(`${detail.row.id.slice(0, 12)}.pem`, detail.certificate?.pem ?? '');
        await window.showTextDocument(uri, { preview: true });
        return;
      }
      case 'explain':
        await commands.executeCommand(COMMANDS.explainOutcome, target);
        return;
      case 'evidence':
        await commands.executeCommand(COMMANDS.copyEvidence, target);
        return;
      case 'parent': {
        const parent = detail.parents[message.index];
        if (parent !== undefined)
          await commands.executeCommand(COMMANDS.verifyCommit, { root: target.root, name: parent });
        return;
      }
      case 'link': {
        const { links } = pageModel(detail, workspace.isTrusted);
        const link = links[message.index];
        if (link) await env.openExternal(Uri.parse(link.url, true));
        return;
      }
    }
  }
}

function named({ verdict }: Detail, { name }: Target): { name: string; id: string } {
  const { id } = verdict.object;
  return { id, name: name.startsWith('refs/tags/') ? harmless(name) : id };
}
