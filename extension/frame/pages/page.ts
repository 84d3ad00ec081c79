import type { Uri, WebviewPanel } from 'vscode';
import { type FromPage, isFromPage, type ToPage } from '../../../core/page/index.js';
import { pageHtml } from './html.js';

/** What a page is made of. */
export interface PageSpec<Model, Want extends string, Numbered extends string> {
  /** The folder that contains the scripts and styles of pages, and the name of this one's. */
  readonly scripts: Uri;
  readonly name: string;
  readonly wants: readonly Want[];
  readonly numbered: readonly Numbered[];
  /** What the page shows when it is ready. */
  readonly first: () => ToPage<Model>;
  /** Does what the user asks for. `model` is answered already. */
  readonly take: (message: FromPage<Want, Numbered>) => Promise<void>;
}

/** A page in the editor. It draws models, and asks for things by a word and a number. */
export class Page<Model, Want extends string = never, Numbered extends string = never> {
  #sent: ToPage<Model> | undefined;
  #isClosed = false;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly spec: PageSpec<Model, Want, Numbered>,
  ) {
    panel.onDidDispose(() => {
      this.#isClosed = true;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPage(message, spec.wants, spec.numbered)) void this.#take(message);
    });
    panel.webview.html = pageHtml(panel.webview, spec.scripts, spec.name);
  }

  /** Brings the page to the front. */
  reveal(): void {
    this.panel.reveal();
  }

  /** Unchanged content is not drawn again, so that readers do not lose their place. */
  async send(message: ToPage<Model>): Promise<void> {
    if (this.#isClosed || JSON.stringify(message) === JSON.stringify(this.#sent)) return;
    this.#sent = message;
    await this.panel.webview.postMessage(message);
  }

  dispose(): void {
    this.panel.dispose();
  }

  async #take(message: FromPage<Want, Numbered>): Promise<void> {
    if (message.want !== 'model') return this.spec.take(message);
    const shown = this.#sent ?? this.spec.first();
    this.#sent = undefined;
    await this.send(shown);
  }
}
