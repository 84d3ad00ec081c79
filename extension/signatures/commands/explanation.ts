import { l10n } from 'vscode';
import { escaped } from '../../frame/text/markdown.js';
import type { Detail } from '../calls.js';
import { asSentence, briefly, saidOutcome, WORDS } from '../words.js';

function checkLine({ check, label, text, title, todo }: Detail['checks'][number]): string {
  const reason = check.reason === undefined ? '' : ` \`${check.reason}\``;
  const help = [title, todo].filter((part) => part !== undefined && part !== '');
  const more = help.map((part) => `\n  ${escaped(part ?? '')}\n`).join('');
  return `- **${escaped(label)}**: ${WORDS.results[check.outcome]}${reason}. ${escaped(text)}\n${more}`;
}

/** Explains an outcome as Markdown. Only our own words can contain markup. */
export function explanation({ verdict, words, checks, policy, row }: Detail): string {
  const { object } = verdict;
  const deciding = checks.find(({ check }) => check.outcome !== 'passed');
  const lines = [
    `# ${saidOutcome(briefly(verdict))}`,
    asSentence(words.means),
    `${object.type} \`${object.id}\`: ${escaped(row.subject)}`,
    words.signer === undefined ? '' : escaped(l10n.t('Signer: {0}', words.signer)),
    words.signedAt === undefined ? '' : escaped(l10n.t('Signed: {0}', words.signedAt)),
    words.logEntry === undefined ? '' : escaped(l10n.t('Log entry: {0}', words.logEntry)),
    policy === undefined ? l10n.t('No policy says who may sign.') : escaped(l10n.t('Policy: {0}', policy)),
    words.exempt === undefined ? '' : escaped(l10n.t('Passes anyway: {0}', words.exempt)),
    deciding ? `## ${l10n.t('What decided')}\n\n${checkLine({ ...deciding, todo: '' })}` : '',
    deciding?.todo === undefined ? '' : `## ${l10n.t('What to do')}\n\n${escaped(deciding.todo)}`,
    checks.length === 0 ? '' : `## ${l10n.t('Every check')}\n\n${checks.map(checkLine).join('')}`,
  ];
  return `${lines.filter((line) => line !== '').join('\n\n')}\n`;
}
