import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Disposable,
  Location,
  l10n,
  languages,
  Position,
  Range,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import type { Place } from '../../core/finding/index.js';
import { harmless } from '../../core/harmless/index.js';
import { isCallError } from '../frame/thread/call-error.js';
import type { Store } from '../signatures/state/store.js';
import { policyDocs } from './docs.js';
import { isPolicy } from './file.js';
import type { InForce } from './in-force.js';
import type { PolicyReader } from './reader.js';
import type { FoundMistake } from './reading-calls.js';

const DELAY_MS = 250;
/** Waits this long, because a repository reports several changes at once. */
const STATE_DELAY_MS = 500;

/** The code of the note that another policy is in force. */
export const NOT_IN_FORCE = 'POLICY_NOT_IN_FORCE';

/** The problems that were found in one version of a document. */
export interface Checked {
  readonly version: number;
  readonly found: readonly { readonly diagnostic: Diagnostic; readonly mistake: FoundMistake }[];
}

function positionOf({ line, column }: Place = { line: 1, column: 1 }): Position {
  return new Position(line - 1, column - 1);
}

/** Shows in each open policy what `waxseal policy check` finds, and which policy is in force. */
export class PolicyDiagnostics implements Disposable {
  readonly #shown = languages.createDiagnosticCollection('waxseal-policy');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #checked = new Map<string, Checked>();
  readonly #subscriptions: Disposable[];

  constructor(
    private readonly reader: PolicyReader,
    private readonly inForce: InForce,
    private readonly extensionUri: Uri,
    store: Store,
  ) {
    this.#subscriptions = [
      this.#shown,
      workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, DELAY_MS)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      store.onDidChange(({ what }) => {
        if (what !== 'verdicts') this.#all(STATE_DELAY_MS);
      }),
    ];
    this.#all(0);
  }

  /** What was found last, unless the document has changed since. */
  checked({ uri, version }: TextDocument): Checked | undefined {
    const found = this.#checked.get(uri.toString());
    return found?.version === version ? found : undefined;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const one of this.#subscriptions) one.dispose();
  }

  #all(delay: number): void {
    for (const document of workspace.textDocuments) this.#soon(document, delay);
  }

  #soon(document: TextDocument, delay: number): void {
    if (!isPolicy(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const run = () => {
      this.#timers.delete(key);
      void this.#check(document);
    };
    this.#timers.set(key, setTimeout(run, delay));
  }

  #forget(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#checked.delete(key);
    this.#shown.delete(uri);
  }

  async #check(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const asked = this.reader.check(document).catch((error: unknown) => error);
    const [answer, note] = await Promise.all([asked, this.inForce.noteOf(document)]);
    if (document.isClosed || document.version !== version) return;
    const mistakes = Array.isArray(answer) ? (answer as readonly FoundMistake[]) : [];
    const found = mistakes.map((mistake) => ({ mistake, diagnostic: this.#diagnostic(document, mistake) }));
    this.#checked.set(uri.toString(), { version, found });
    const more: Diagnostic[] = [];
    if (isCallError(answer) && answer.code === 'TOO_SLOW')
      more.push(
        this.#note(
          document,
          'POLICY_TOO_LARGE',
          l10n.t('This policy takes too long to read.'),
          DiagnosticSeverity.Error,
        ),
      );
    if (note !== undefined)
      more.push(this.#note(document, NOT_IN_FORCE, note, DiagnosticSeverity.Information));
    this.#shown.set(uri, [...found.map(({ diagnostic }) => diagnostic), ...more]);
  }

  #diagnostic(document: TextDocument, mistake: FoundMistake): Diagnostic {
    const { level, rule, message, at, related } = mistake;
    const start = positionOf(at?.range?.start);
    const end = positionOf(at?.range?.end ?? at?.range?.start);
    const range = document.validateRange(new Range(start, end));
    const severity = level === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
    const diagnostic = this.#made(range, harmless(message), severity, rule, 'mistakes');
    const relatedLine = related?.[0]?.range?.start.line;
    if (relatedLine !== undefined) {
      const other = new Location(document.uri, document.lineAt(relatedLine - 1).range);
      diagnostic.relatedInformation = [
        new DiagnosticRelatedInformation(other, l10n.t('The rule that decides before it')),
      ];
    }
    return diagnostic;
  }

  #note(document: TextDocument, code: string, text: string, level: DiagnosticSeverity): Diagnostic {
    const heading = code === NOT_IN_FORCE ? 'which-policy-counts' : 'mistakes';
    return this.#made(document.lineAt(0).range, text, level, code, heading);
  }

  #made(
    range: Range,
    text: string,
    level: DiagnosticSeverity,
    value: string,
    heading: Parameters<typeof policyDocs>[1],
  ): Diagnostic {
    const diagnostic = new Diagnostic(range, text, level);
    diagnostic.source = 'waxseal';
    diagnostic.code = { value, target: policyDocs(this.extensionUri, heading) };
    return diagnostic;
  }
}
