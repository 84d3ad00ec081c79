import { commands, l10n, Uri, window, workspace } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { askReadyRepository } from '../signatures/target/target.js';
import { POLICY_FILE_NAME } from './file.js';
import type { CommandContext } from './types.js';

/** Shows the policy in force next to the file in the work tree. */
export async function compare({ store, inForce, documents }: CommandContext, given?: unknown): Promise<void> {
  const document = given instanceof Uri ? await workspace.openTextDocument(given) : undefined;
  const repository = (document && inForce.repositoryOf(document)) ?? (await askReadyRepository(store));
  if (!repository) return;
  if (!workspace.isTrusted) {
    void window.showWarningMessage(
      l10n.t('Restricted Mode: the policy of the repository is not read before you trust this folder.'),
    );
    return;
  }
  const found = await inForce.read(repository.root);
  if (found?.text === undefined) {
    void window.showInformationMessage(l10n.t('No policy is in force in this repository.'));
    return;
  }
  const shown = harmless(found.shown);
  const theirs = documents.put(`${found.commit.slice(0, 12)}/${POLICY_FILE_NAME}`, found.text);
  const ours = Uri.joinPath(Uri.file(repository.root), POLICY_FILE_NAME);
  const title = l10n.t('{0} in force ({1}) ↔ as it is here', POLICY_FILE_NAME, shown);
  await commands.executeCommand('vscode.diff', theirs, ours, title);
}
