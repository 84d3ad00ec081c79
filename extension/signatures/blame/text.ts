import { l10n, MarkdownString, Uri } from 'vscode';
import { isSameAddress } from '../../../core/git/address.js';
import { harmless } from '../../../core/harmless/index.js';
import { isSound } from '../../../core/verdict/holds.js';
import { quoted } from '../../frame/text/plain.js';
import { COMMANDS } from '../ids.js';
import { issuerLabel, OUTCOME_LOOKS, outcomeLabel, outcomeMeans, signerLabel } from '../words.js';
import type { SignedLine } from './lines.js';

/** Whether the evidence proves that the signer is the author that the commit names. */
export function isAuthor({ line, brief }: SignedLine): boolean {
  if (!isSound(brief.outcome) || brief.outcome === 'refused') return false;
  return brief.subject !== undefined && isSameAddress(brief.subject, line.author.email);
}

const LONGEST_AUTHOR = 60;

/** The text after the line: who really signed. */
export function lineText(signed: SignedLine): string {
  const { brief, line } = signed;
  const author = quoted(line.author.name, LONGEST_AUTHOR);
  if (brief.outcome === 'unsigned') return l10n.t('Unsigned · author says: {0}', author);
  const signer = signerLabel(brief) || l10n.t('nobody named');
  const said = l10n.t('{0}: signed by {1}', outcomeLabel(brief.outcome), signer);
  return isAuthor(signed) ? said : l10n.t('{0} · author says: {1}', said, author);
}

/** The hover text of a line. The only command it may run is our own. */
export function lineHover(signed: SignedLine): MarkdownString {
  const { brief, line, root } = signed;
  const text = new MarkdownString('', true);
  text.isTrusted = { enabledCommands: [COMMANDS.verifyCommit] };
  const add = (said: string) => {
    text.appendText(said);
    text.appendMarkdown('\n\n');
  };
  text.appendMarkdown(`$(${OUTCOME_LOOKS[brief.outcome].icon}) `);
  add(`${outcomeLabel(brief.outcome)}: ${outcomeMeans(brief.outcome)}`);
  const signer = signerLabel(brief);
  if (signer) add(l10n.t('Signer: {0}', signer));
  const issuer = issuerLabel(brief);
  if (issuer) add(l10n.t('Issuer: {0}', issuer));
  if (brief.reason !== undefined && brief.outcome !== 'verified')
    add(`${brief.detail ?? ''} [${brief.reason}]`);
  add(
    l10n.t('Author, as the commit says: {0} <{1}>', harmless(line.author.name), harmless(line.author.email)),
  );
  add(`${line.id.slice(0, 8)} ${harmless(line.summary)}`);
  const given = encodeURIComponent(JSON.stringify([{ root, name: line.id }]));
  text.appendMarkdown(
    `[${l10n.t('Show the verdict')}](${Uri.parse(`command:${COMMANDS.verifyCommit}?${given}`)})`,
  );
  return text;
}
