import { commands, l10n, Position, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { cancellable } from '../frame/progress.js';
import { askReadyRepository } from '../signatures/target/target.js';
import { POLICY_FILE_NAME } from './file.js';
import type { CommandContext } from './types.js';

async function propose({ verifier }: CommandContext, root: string): Promise<string> {
  return cancellable(l10n.t('Looking at who signed'), ({ signal, say }) => {
    const onPart = (count: number) => say(l10n.t('{0} commits', count));
    return verifier.call('proposePolicy', { root }, { signal, onPart });
  });
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/**
 * Proposes a policy from the signers in the history, as `waxseal policy init` does. The proposal opens as a new unsaved file
 * or, when there is a policy already, next to it. Nothing is written to disk.
 */
export async function create(context: CommandContext): Promise<void> {
  const repository = await askReadyRepository(context.store);
  if (!repository) return;
  const { root } = repository;
  const text = await propose(context, root);
  const file = Uri.joinPath(Uri.file(root), POLICY_FILE_NAME);
  if (await exists(file)) {
    await beside(context, text, file);
    return;
  }
  const fresh = file.with({ scheme: 'untitled' });
  const document = await workspace.openTextDocument(fresh);
  if (document.getText() !== '') {
    await beside(context, text, fresh);
    return;
  }
  const edit = new WorkspaceEdit();
  edit.insert(fresh, new Position(0, 0), text);
  await workspace.applyEdit(edit);
  await window.showTextDocument(document);
}

async function beside({ documents }: CommandContext, text: string, present: Uri): Promise<void> {
  const proposal = documents.put(`proposal/${POLICY_FILE_NAME}`, text);
  const title = l10n.t('Proposed from history ↔ {0} as it is', POLICY_FILE_NAME);
  await commands.executeCommand('vscode.diff', proposal, present, title);
}
