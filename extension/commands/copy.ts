import { env, l10n, window } from 'vscode';
import type { CommandContext } from './context.js';
import { askReadyRepository, askRow, givenTarget, type Target } from './target.js';

/** The target a command was called for, else one that a person picks. */
export async function target({ store }: CommandContext, given: unknown): Promise<Target | undefined> {
  const known = givenTarget(given);
  if (known) return known;
  const repository = await askReadyRepository(store);
  if (!repository) return undefined;
  const { review = [], recent = [], unpushed = [], head = [], tags = [] } = repository.lists;
  const all = [...head, ...unpushed, ...review, ...recent, ...tags];
  const rows = [...new Map(all.map((row) => [row.name, row])).values()];
  const name = await askRow(repository, rows, l10n.t('Which commit or tag? Pick one, or type a revision.'));
  return name === undefined ? undefined : { root: repository.root, name };
}

/** Puts the evidence on the clipboard as a Sigstore bundle, which other tools verify too. */
export async function copyEvidence(context: CommandContext, given?: unknown): Promise<void> {
  const about = await target(context, given);
  if (!about) return;
  await env.clipboard.writeText(await context.service.call('bundle', about));
  void window.showInformationMessage(l10n.t('The evidence was copied as a Sigstore bundle.'));
}

export async function copyId(context: CommandContext, given?: unknown): Promise<void> {
  const about = await target(context, given);
  if (!about) return;
  const { verdict } = await context.service.call('detail', about);
  await env.clipboard.writeText(verdict.object.id);
}
