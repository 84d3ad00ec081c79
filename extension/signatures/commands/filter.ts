import { l10n, ThemeIcon, window } from 'vscode';
import type { Outcome } from '../../../core/verdict/index.js';
import { iconless } from '../../frame/text/plain.js';
import type { CommandContext } from '../context.js';
import { OUTCOME_LOOKS, outcomeLabel, outcomeMeans } from '../words.js';

/** Shows only some outcomes in the view. */
export async function filterOutcome({ view }: CommandContext): Promise<void> {
  const { outcomes, signer } = view.filter;
  const all = Object.keys(OUTCOME_LOOKS) as Outcome[];
  const items = all.map((outcome) => ({
    label: outcomeLabel(outcome),
    description: outcomeMeans(outcome),
    iconPath: new ThemeIcon(OUTCOME_LOOKS[outcome].icon),
    picked: outcomes?.includes(outcome) ?? true,
    outcome,
  }));
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: l10n.t('Which outcomes are shown?'),
  });
  if (!picked) return;
  const some = picked.length > 0 && picked.length < all.length;
  view.setFilter({
    ...(signer !== undefined && { signer }),
    ...(some && { outcomes: picked.map(({ outcome }) => outcome) }),
  });
}

/** Shows only the signatures of one signer. */
export async function filterSigner({ view, store }: CommandContext): Promise<void> {
  const found = new Map<string, number>();
  for (const { verdicts } of store.repositories)
    for (const { subject } of verdicts.values())
      if (subject !== undefined) found.set(subject, (found.get(subject) ?? 0) + 1);
  if (found.size === 0) {
    void window.showInformationMessage(
      l10n.t('No signer is known yet: nothing that was verified names one.'),
    );
    return;
  }
  const items = [...found]
    .sort((a, b) => b[1] - a[1])
    .map(([subject, count]) => ({
      label: iconless(subject),
      description: String(count),
      subject,
    }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Whose signatures are shown?') });
  if (!picked) return;
  const { outcomes } = view.filter;
  view.setFilter({ ...(outcomes && { outcomes }), signer: picked.subject });
}

export async function clearFilter({ view }: CommandContext): Promise<void> {
  view.setFilter({});
}
