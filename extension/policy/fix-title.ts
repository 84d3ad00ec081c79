import { l10n } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import type { PolicyFix } from './reading-calls.js';

/** What a fix does, for its button. */
export function titleOf({ kind, word }: PolicyFix): string {
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
