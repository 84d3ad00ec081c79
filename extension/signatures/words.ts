import { l10n } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { decidingCheck } from '../../core/verdict/checks.js';
import { ENGLISH } from '../../core/verdict/english.js';
import { GERMAN } from '../../core/verdict/german/words.js';
import type { Outcome, Verdict } from '../../core/verdict/index.js';
import { filled } from '../../core/verdict/language.js';
import { claimed } from '../../core/verdict/words.js';
import { LANGUAGE } from '../frame/text/language.js';
import type { Basis, Brief, Row } from './calls.js';
import type { Unavailable } from './git/repositories.js';
import { COLOURS } from './ids.js';

/** The icon (a codicon) and colour of each outcome. The shapes differ, so that nobody depends on the colour alone. */
export const OUTCOME_LOOKS: Readonly<Record<Outcome, { readonly icon: string; readonly colour: string }>> = {
  verified: { icon: 'verified-filled', colour: 'charts.green' },
  valid: { icon: 'verified', colour: 'charts.blue' },
  incomplete: { icon: 'question', colour: 'charts.yellow' },
  refused: { icon: 'circle-slash', colour: COLOURS.refused },
  invalid: { icon: 'error', colour: 'charts.red' },
  unsigned: { icon: 'circle-outline', colour: 'disabledForeground' },
};

/** The words for verdicts in the language of the editor. The thread has those for reasons. */
export const WORDS = LANGUAGE === 'de' ? GERMAN : ENGLISH;

export function outcomeLabel(outcome: Outcome): string {
  return WORDS.labels[outcome];
}

/** A text without a full stop, as a sentence. */
export function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The part of a brief that says what is shown of it. */
type Said = Pick<Brief, 'outcome' | 'reason' | 'lightweight'>;

/** What is shown of a verdict. */
export function briefly({ outcome, checks, lightweightTag }: Verdict): Said {
  const reason = decidingCheck(checks)?.reason;
  return { outcome, ...(reason && { reason }), ...(lightweightTag !== undefined && { lightweight: true }) };
}

/** The outcome as which something is shown. A lightweight tag carries no signature, so it never looks like its commit. */
export function shownOutcome({ outcome, reason, lightweight }: Said): Outcome {
  return lightweight && reason !== 'TAG_LIGHTWEIGHT' ? 'unsigned' : outcome;
}

/** The outcome in a few words; of a lightweight tag also that of its commit. */
export function saidOutcome(brief: Said): string {
  if (!brief.lightweight) return outcomeLabel(brief.outcome);
  return brief.reason === 'TAG_LIGHTWEIGHT'
    ? l10n.t('{0}: not signed', outcomeLabel('refused'))
    : l10n.t('Not signed; its commit: {0}', outcomeLabel(brief.outcome));
}

/** What the outcome means, in one sentence. */
export function saidMeaning(brief: Said): string {
  if (!brief.lightweight) return outcomeMeans(brief.outcome);
  const { lightweight, 'lightweight-refused': refused } = WORDS.phrases;
  return asSentence(
    brief.reason === 'TAG_LIGHTWEIGHT' ? refused : filled(lightweight, { means: WORDS.means[brief.outcome] }),
  );
}

/** The meaning of an outcome, in one sentence. */
export function outcomeMeans(outcome: Outcome): string {
  return asSentence(WORDS.means[outcome]);
}

/**
 * Who signed. If the evidence does not hold, the text says that this is only a claim. Empty when nobody is named, and for a
 * lightweight tag, which its commit's signer did not sign.
 */
export function signerLabel({
  subject,
  outcome,
  lightweight,
}: Pick<Brief, 'subject' | 'outcome' | 'lightweight'>): string {
  if (subject === undefined || lightweight) return '';
  return claimed(subject, outcome, WORDS);
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
