import { l10n } from 'vscode';
import { harmless } from '../core/harmless/index.js';
import { isSound } from '../core/verdict/holds.js';
import type { Outcome, Verdict } from '../core/verdict/index.js';
import { isOnlyRenamed } from '../core/verdict/words.js';
import type { Unavailable } from './git/repositories.js';
import { COLOURS } from './ids.js';
import type { Basis, Brief, Row } from './service/protocol.js';

/** The icon (a codicon) and colour of each outcome. The shapes differ, so that nobody depends on the colour alone. */
export const OUTCOME_LOOKS: Readonly<Record<Outcome, { readonly icon: string; readonly colour: string }>> = {
  verified: { icon: 'verified-filled', colour: 'charts.green' },
  valid: { icon: 'verified', colour: 'charts.blue' },
  incomplete: { icon: 'question', colour: 'charts.yellow' },
  refused: { icon: 'circle-slash', colour: COLOURS.refused },
  invalid: { icon: 'error', colour: 'charts.red' },
  unsigned: { icon: 'circle-outline', colour: 'disabledForeground' },
};

export function outcomeLabel(outcome: Outcome): string {
  switch (outcome) {
    case 'verified':
      return l10n.t('Verified');
    case 'valid':
      return l10n.t('Valid');
    case 'incomplete':
      return l10n.t('Incomplete');
    case 'refused':
      return l10n.t('Refused');
    case 'invalid':
      return l10n.t('Invalid');
    case 'unsigned':
      return l10n.t('Unsigned');
  }
}

/** The meaning of a verdict, in one sentence. */
export function verdictMeans(verdict: Pick<Verdict, 'outcome' | 'checks'>): string {
  return isOnlyRenamed(verdict)
    ? l10n.t('The signature is for a tag of another name.')
    : outcomeMeans(verdict.outcome);
}

/** The meaning of an outcome, in one sentence. */
export function outcomeMeans(outcome: Outcome): string {
  switch (outcome) {
    case 'verified':
      return l10n.t('Every check passed, and the signer is allowed.');
    case 'valid':
      return l10n.t('Every check passed; nobody said whether this signer is allowed.');
    case 'incomplete':
      return l10n.t('Nothing is wrong, but not everything could be checked.');
    case 'refused':
      return l10n.t('The signature is sound, but the signer is not allowed.');
    case 'invalid':
      return l10n.t('The signature does not hold.');
    case 'unsigned':
      return l10n.t('There is no signature.');
  }
}

/** Who signed. If the evidence does not hold, the text says that this is only a claim. Empty when nobody is named. */
export function signerLabel({ subject, outcome }: Pick<Brief, 'subject' | 'outcome'>): string {
  if (subject === undefined) return '';
  const shown = harmless(subject);
  return isSound(outcome) ? shown : l10n.t('{0} (claimed, not proven)', shown);
}

/** Who issued the signer's identity. Empty for keys, because nobody vouches for the owner of a key. */
export function issuerLabel({ issuer, signature }: Pick<Brief, 'issuer' | 'signature'>): string {
  return issuer === undefined || signature === 'ssh' || signature === 'openpgp' ? '' : harmless(issuer);
}

/** The name of a row: that of the tag, or the shortened commit id. */
export function shortName({ name, id }: Pick<Row, 'name' | 'id'>): string {
  return name.startsWith('refs/tags/') ? harmless(name.slice('refs/tags/'.length)) : id.slice(0, 8);
}

/** The first line of a row's message, or a placeholder. */
export function subjectLabel({ subject }: Pick<Row, 'subject'>): string {
  return harmless(subject).replace(/ +/g, ' ').trim() || l10n.t('(no message)');
}

/** Where HEAD is: on a branch, or detached at a commit. */
export function branchLabel(basis: Basis | undefined): string {
  if (!basis) return '';
  if (basis.branch !== undefined) return harmless(basis.branch);
  return basis.head === undefined ? '' : l10n.t('detached at {0}', basis.head.slice(0, 8));
}

export function unavailableText(why: Unavailable): string {
  switch (why) {
    case 'no-folder':
      return l10n.t('No folder is open.');
    case 'virtual':
      return l10n.t('git cannot read this virtual workspace.');
    case 'git-missing':
      return l10n.t('There is no git program in PATH.');
    case 'no-repository':
      return l10n.t('There is no git repository in the folders that are open.');
  }
}
