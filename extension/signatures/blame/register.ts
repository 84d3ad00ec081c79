import {
  type Disposable,
  type Hover,
  Hover as HoverText,
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import { isChanged, setting } from '../../frame/settings.js';
import type { Verifier } from '../calls.js';
import { SETTINGS } from '../ids.js';
import type { Store } from '../state/store.js';
import { repositoryOf } from '../views/current.js';
import { type SignedLine, SignedLines } from './lines.js';
import { isAuthor, lineHover, lineText } from './text.js';

const SETTLED_MS = 200;
const END = Number.MAX_SAFE_INTEGER;

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

  const find = async (document: TextDocument, line: number): Promise<SignedLine | undefined> => {
    const off = setting(SETTINGS.inlineSigner) === 'off';
    if (off || !workspace.isTrusted || document.uri.scheme !== 'file') return undefined;
    const repository = repositoryOf(document.uri.fsPath, store.repositories);
    return repository?.phase === 'ready' ? lines.of(document, line, repository) : undefined;
  };

  const draw = async (editor: TextEditor | undefined) => {
    if (!editor) return;
    const { line } = editor.selection.active;
    const { version } = editor.document;
    const signed = await find(editor.document, line);
    if (editor !== window.activeTextEditor || editor.document.version !== version) return;
    const shown = signed && isWanted(signed) && editor.selection.active.line === line;
    editor.setDecorations(
      type,
      shown
        ? [
            {
              range: new Range(line, END, line, END),
              renderOptions: { after: { contentText: lineText(signed) } },
            },
          ]
        : [],
    );
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(window.activeTextEditor), SETTLED_MS);
  };

  const provideHover = async (
    document: TextDocument,
    { line }: { readonly line: number },
  ): Promise<Hover | undefined> => {
    const editor = window.activeTextEditor;
    if (editor?.document !== document || editor.selection.active.line !== line) return undefined;
    const signed = await find(document, line);
    return signed && new HoverText(lineHover(signed));
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
