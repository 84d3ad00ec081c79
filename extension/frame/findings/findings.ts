import {
  CodeActionKind,
  type Diagnostic,
  type Disposable,
  type DocumentSelector,
  languages,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import { actionOf } from './action.js';
import { diagnosticOf } from './diagnostic.js';
import type { Remark } from './remark.js';

const DELAY_MS = 250;

/** What finds something in documents. */
export interface Finder {
  /** The name of its diagnostics. */
  readonly name: string;
  readonly selector: DocumentSelector;
  readonly isMeant: (document: TextDocument) => boolean;
  readonly find: (document: TextDocument) => Promise<readonly Remark[]>;
}

/** What was found in one version of a document. */
interface Shown {
  readonly version: number;
  readonly found: readonly { readonly diagnostic: Diagnostic; readonly remark: Remark }[];
}

/** Shows what is found in open documents as diagnostics, and what mends it as quick fixes. */
export class Findings implements Disposable {
  readonly #shown;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #known = new Map<string, Shown>();
  readonly #registered: Disposable[];

  constructor(private readonly finder: Finder) {
    this.#shown = languages.createDiagnosticCollection(finder.name);
    const quickFixes = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
    const provideCodeActions = (document: TextDocument, range: Diagnostic['range']) =>
      this.#found(document)
        .filter(({ diagnostic }) => diagnostic.range.intersection(range))
        .flatMap(({ diagnostic, remark: { fix } }) => (fix ? [actionOf(document, diagnostic, fix)] : []));
    this.#registered = [
      this.#shown,
      workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, DELAY_MS)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      languages.registerCodeActionsProvider(finder.selector, { provideCodeActions }, quickFixes),
    ];
    this.again(0);
  }

  /** Looks at every open document again, after this time. */
  again(delayMs: number): void {
    for (const document of workspace.textDocuments) this.#soon(document, delayMs);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const one of this.#registered) one.dispose();
  }

  /** What was found last, unless the document has changed since. */
  #found({ uri, version }: TextDocument): Shown['found'] {
    const known = this.#known.get(uri.toString());
    return known?.version === version ? known.found : [];
  }

  #soon(document: TextDocument, delay: number): void {
    if (!this.finder.isMeant(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const run = () => {
      this.#timers.delete(key);
      void this.#look(document);
    };
    this.#timers.set(key, setTimeout(run, delay));
  }

  #forget(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#known.delete(key);
    this.#shown.delete(uri);
  }

  async #look(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const remarks = await this.finder.find(document);
    if (document.isClosed || document.version !== version) return;
    const found = remarks.map((remark) => ({ remark, diagnostic: diagnosticOf(document, remark) }));
    this.#known.set(uri.toString(), { version, found });
    this.#shown.set(
      uri,
      found.map(({ diagnostic }) => diagnostic),
    );
  }
}
