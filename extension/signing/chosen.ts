import { l10n } from 'vscode';
import type { RepositoryChoice } from '../../io/config/index.js';

/** What the repository's own configuration chose, one line each: whom to believe is the user's decision, so they must see it. */
export function chosenLines(chosen: readonly RepositoryChoice[]): string[] {
  const lines = chosen.map(line);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function line({ what, value, from }: RepositoryChoice): string {
  switch (what) {
    case 'issuer':
      return l10n.t('The repository chose whom you sign in to: {0} is {1}', from, value);
    case 'client':
      return l10n.t('The repository chose under which name you sign in: {0} is {1}', from, value);
    case 'fulcio':
      return l10n.t('The repository chose who certifies your identity: {0} is {1}', from, value);
    case 'rekor':
      return l10n.t('The repository chose where signatures are logged: {0} is {1}', from, value);
    case 'also-log':
      return l10n.t('The repository chose where else signatures are logged: {0} is {1}', from, value);
    case 'timestamp':
      return l10n.t('The repository chose who certifies the time: {0} is {1}', from, value);
  }
}
