import {
  type CancellationToken,
  type Disposable,
  type Hover,
  Hover as HoverText,
  l10n,
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import { harmless } from '../../../core/harmless/index.js';
import { isChanged, setting } from '../../frame/settings.js';
import type { Failure } from '../../frame/thread/protocol.js';
import type { Verifier } from '../calls.js';
import { SETTINGS } from '../ids.js';
import { failureOf } from '../state/failure.js';
import type { Store } from '../state/store.js';
import { repositoryOf } from '../views/current.js';
import { LARGEST_TEXT, type SignedLine, SignedLines } from './lines.js';
import { isAuthor, lineHover, lineText } from './text.js';

const SETTLED_MS = 200;
const END = Number.MAX_SAFE_INTEGER;

/** The text after a line, if there is to be one. */
function shownText(found: SignedLine | Failure): string | undefined {
  if ('brief' in found) return isWanted(found) ? lineText(found) : undefined;
  return l10n.t('The signer of this line is not known: {0}', harmless(found.message));
}

function isWanted(signed: SignedLine): boolean {
  const wanted = setting(SETTINGS.inlineSigner);
  if (wanted === 'off') return false;
  if (wanted === 'always') return true;
  return signed.brief.outcome !== 'unsigned' && !isAuthor(signed);
}

/** Shows who signed the current line: a short text after the line, and more when the pointer is over it. */
export function registerBlame(verifier: Verifier, store: Store, subscriptions: Disposable[]): void {
  const lines = new SignedLines(verifier);
  const type = window.createTextEditorDecorationType({
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em', fontStyle: 'italic' },
  });
  let timer: NodeJS.Timeout | undefined;

  /** No text after a line would mean that its author signed it. So a failure is a text too. */
  const find = async (
    document: TextDocument,
    line: number,
    signal: AbortSignal,
  ): Promise<SignedLine | Failure | undefined> => {
    const off = setting(SETTINGS.inlineSigner) === 'off';
    if (off || !workspace.isTrusted || document.uri.scheme !== 'file') return undefined;
    const repository = repositoryOf(document.uri.fsPath, store.repositories);
    if (repository?.phase === 'failed') return repository.failure;
    if (repository?.phase !== 'ready') return undefined;
    if (document.getText().length > LARGEST_TEXT)
      return { code: 'FILE_TOO_LARGE', message: l10n.t('the file is too large for git blame') };
    try {
      return await lines.of(document, line, repository, signal);
    } catch (error) {
      return signal.aborted ? undefined : failureOf(error);
    }
  };

  let drawing = new AbortController();
  let drawn = '';
  const draw = async (editor: TextEditor | undefined) => {
    if (!editor) return;
    const { line } = editor.selection.active;
    const { version, uri } = editor.document;
    const asked = `${uri} ${version} ${line}`;
    // The same line is asked for again when something changed elsewhere. Any other is not waited for any more.
    if (asked !== drawn) drawing.abort();
    drawn = asked;
    drawing = new AbortController();
    const { signal } = drawing;
    const found = await find(editor.document, line, signal);
    if (signal.aborted || editor !== window.activeTextEditor || editor.document.version !== version) return;
    const text = found && editor.selection.active.line === line ? shownText(found) : undefined;
    const range = new Range(line, END, line, END);
    editor.setDecorations(
      type,
      text === undefined ? [] : [{ range, renderOptions: { after: { contentText: text } } }],
    );
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(window.activeTextEditor), SETTLED_MS);
  };

  const provideHover = async (
    document: TextDocument,
    { line }: { readonly line: number },
    token: CancellationToken,
  ): Promise<Hover | undefined> => {
    const editor = window.activeTextEditor;
    if (editor?.document !== document || editor.selection.active.line !== line) return undefined;
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const found = await find(document, line, stop.signal);
    if (!found) return undefined;
    return new HoverText('brief' in found ? lineHover(found) : harmless(shownText(found) ?? ''));
  };

  subscriptions.push(
    type,
    { dispose: () => clearTimeout(timer) },
    languages.registerHoverProvider({ scheme: 'file' }, { provideHover }),
    window.onDidChangeTextEditorSelection(soon),
    window.onDidChangeActiveTextEditor(soon),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) soon();
    }),
    workspace.onDidGrantWorkspaceTrust(soon),
    workspace.onDidChangeConfiguration((event) => {
      if (isChanged(event, SETTINGS.inlineSigner)) soon();
    }),
    store.onDidChange(({ what }) => {
      if (what !== 'verdicts') soon();
    }),
  );
}
