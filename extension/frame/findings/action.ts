import { CodeAction, CodeActionKind, type Diagnostic, Range, type TextDocument, WorkspaceEdit } from 'vscode';
import type { Fix, TextChange } from './remark.js';

function editOf(document: TextDocument, changes: readonly TextChange[]): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of changes)
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  return edit;
}

/** The quick fix of a diagnostic. */
export function actionOf(document: TextDocument, diagnostic: Diagnostic, fix: Fix): CodeAction {
  const { title } = fix;
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  if ('command' in fix) action.command = { command: fix.command, title, arguments: [...fix.given] };
  else {
    action.edit = editOf(document, fix.changes);
    action.isPreferred = true;
  }
  return action;
}
