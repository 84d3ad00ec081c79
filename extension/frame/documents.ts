import { type Disposable, EventEmitter, Uri, workspace } from 'vscode';

/** URI scheme of the texts that the extension shows in read-only editors. */
const TEXT_SCHEME = 'waxseal';

const KEPT = 20;

/** Read-only texts of the extension. Each has its own URI. */
export class TextDocuments implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(TEXT_SCHEME, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: ({ path }) => this.#texts.get(path) ?? '',
  });

  /** The URI that shows this text from now on. */
  put(name: string, text: string): Uri {
    const uri = Uri.from({ scheme: TEXT_SCHEME, path: `/${name}` });
    this.#texts.delete(uri.path);
    this.#texts.set(uri.path, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > KEPT && oldest !== undefined) this.#texts.delete(oldest);
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
