import { env, l10n, window } from 'vscode';
import type { CommandContext } from '../context.js';
import { askTarget } from '../target/target.js';

/** Puts the evidence on the clipboard as a Sigstore bundle, which other tools verify too. */
export async function copyEvidence(context: CommandContext, given?: unknown): Promise<void> {
  const about = await askTarget(context.store, given);
  if (!about) return;
  await env.clipboard.writeText(await context.verifier.call('bundle', about));
  void window.showInformationMessage(l10n.t('The evidence was copied as a Sigstore bundle.'));
}

/** Puts the full id of a commit or tag on the clipboard. */
export async function copyId(context: CommandContext, given?: unknown): Promise<void> {
  const about = await askTarget(context.store, given);
  if (!about) return;
  const { verdict } = await context.verifier.call('detail', about);
  await env.clipboard.writeText(verdict.object.id);
}
