import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  l10n,
  Range,
  type TextDocument,
  WorkspaceEdit,
} from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { NOT_IN_FORCE, type PolicyDiagnostics } from './diagnostics.js';
import { COMMANDS } from './ids.js';
import type { PolicyFix } from './reading-calls.js';

function titleOf({ kind, word }: PolicyFix): string {
  const shown = harmless(word);
  switch (kind) {
    case 'rename':
    case 'expression':
      return l10n.t('Change to {0}', shown);
    case 'chomp':
      return l10n.t('Drop the line break at the end ({0})', shown);
    case 'trim':
      return l10n.t('Remove the white space around it');
    case 'quote':
      return l10n.t('Write {0} in quotes', shown);
    case 'move-up':
      return l10n.t('Move this rule above “{0}”', shown);
  }
}

function editOf(document: TextDocument, { changes }: PolicyFix): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of changes)
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  return edit;
}

/** Offers quick fixes for what was found, and a comparison with the policy in force. */
export function fixProvider(diagnostics: PolicyDiagnostics): CodeActionProvider {
  return {
    provideCodeActions(document, range, { diagnostics: shown }) {
      const actions: CodeAction[] = [];
      for (const { diagnostic, mistake } of diagnostics.checked(document)?.found ?? []) {
        const { fix } = mistake;
        if (!fix || !diagnostic.range.intersection(range)) continue;
        const action = new CodeAction(titleOf(fix), CodeActionKind.QuickFix);
        action.edit = editOf(document, fix);
        action.diagnostics = [diagnostic];
        action.isPreferred = true;
        actions.push(action);
      }
      const note = shown.find(({ code }) => typeof code === 'object' && code.value === NOT_IN_FORCE);
      if (note && document.uri.scheme === 'file') {
        const title = l10n.t('Compare with the policy in force');
        const action = new CodeAction(title, CodeActionKind.QuickFix);
        action.command = { command: COMMANDS.comparePolicy, title, arguments: [document.uri] };
        action.diagnostics = [note];
        actions.push(action);
      }
      return actions;
    },
  };
}
