import { commands, env, l10n, Uri, type WebviewPanel, window, workspace } from 'vscode';
import {
  type FromCommitPage,
  NUMBERED_WANTS,
  type PageModel,
  WANTS,
} from '../../../core/commit-page/index.js';
import { harmless } from '../../../core/harmless/index.js';
import type { ToPage } from '../../../core/page/index.js';
import type { TextDocuments } from '../../frame/documents.js';
import { Page } from '../../frame/pages/page.js';
import { isCallError } from '../../frame/thread/call-error.js';
import type { Basis, Detail, Verifier } from '../calls.js';
import { COMMANDS } from '../ids.js';
import type { Store } from '../state/store.js';
import type { Target } from '../target/target.js';
import { pageModel } from './model.js';

/** What a page needs. */
export interface PageContext {
  readonly verifier: Verifier;
  readonly store: Store;
  readonly documents: TextDocuments;
  /** The folder that contains the page's script and style. */
  readonly scripts: Uri;
}

/** An open page. It follows the repository: when its object cannot be verified any more, it shows no old verdict. */
export class CommitPage {
  readonly #page: Page<PageModel, (typeof WANTS)[number], (typeof NUMBERED_WANTS)[number]>;
  #basis: Basis | undefined;

  constructor(
    panel: WebviewPanel,
    private readonly context: PageContext,
    readonly target: Target,
    private detail: Detail,
  ) {
    this.#basis = this.#repository?.basis;
    this.#page = new Page(panel, {
      scripts: context.scripts,
      name: 'commit-page',
      wants: WANTS,
      numbered: NUMBERED_WANTS,
      first: () => this.#shown(),
      take: (message) => this.#take(message),
    });
  }

  /** Brings the page to the front and shows what is known of its object now. */
  show(detail: Detail): void {
    this.detail = detail;
    this.#page.reveal();
    void this.#page.send(this.#shown());
  }

  /** Verifies its object again if anything that the verdict depends on has changed. */
  async renew(): Promise<void> {
    const repository = this.#repository;
    if (!repository) return this.#gone(l10n.t('The repository is no longer open.'));
    const { failure } = repository;
    if (failure)
      return this.#gone([failure.message, failure.hint ?? ''].filter(Boolean).map(harmless).join(' · '));
    if (repository.phase !== 'ready' || repository.basis === this.#basis) return;
    const { basis } = repository;
    this.#basis = basis;
    try {
      const detail = await this.context.verifier.call('detail', this.target);
      if (this.#basis !== basis) return;
      this.detail = detail;
      await this.#page.send(this.#shown());
    } catch (error) {
      if (!isCallError(error)) throw error;
      if (this.#basis === basis) await this.#gone(harmless(error.message));
    }
  }

  dispose(): void {
    this.#page.dispose();
  }

  get #repository() {
    return this.context.store.repository(this.target.root);
  }

  #shown(): ToPage<PageModel> {
    return { show: pageModel(this.detail, workspace.isTrusted) };
  }

  #gone(text: string): Promise<void> {
    this.#basis = undefined;
    const title = l10n.t('Cannot verify');
    return this.#page.send({ gone: { title, text, again: l10n.t('Try Again') } });
  }

  async #take(message: FromCommitPage): Promise<void> {
    const { target, detail } = this;
    switch (message.want) {
      case 'again':
        await commands.executeCommand(COMMANDS.refresh);
        return;
      case 'certificate': {
        const { documents } = this.context;
        const uri = documents.put(`${detail.row.id.slice(0, 12)}.pem`, detail.certificate?.pem ?? '');
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
        const link = pageModel(detail, workspace.isTrusted).links[message.index];
        if (link) await env.openExternal(Uri.parse(link.url, true));
        return;
      }
    }
  }
}
