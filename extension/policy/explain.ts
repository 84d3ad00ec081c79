import { commands, l10n, window, workspace } from 'vscode';
import { escaped } from '../frame/text/markdown.js';
import { askTarget } from '../signatures/target/target.js';
import { outcomeLabel, outcomeMeans } from '../signatures/words.js';
import type { PolicyCalls } from './calls.js';
import type { CommandContext } from './types.js';

type Answer = PolicyCalls['explainPolicy']['answer'];

/** What the policy says about an object, as Markdown. Only our own words can contain markup. */
export function policyExplanation({
  object,
  outcome,
  source,
  branch,
  cannotAnswer,
  detail,
  exempt,
  rules,
}: Answer): string {
  const line = ({ name, line: at, decides, why }: Answer['rules'][number]) => {
    const said = decides ? l10n.t('decides') : l10n.t('does not decide');
    return `- **${escaped(name)}** (${l10n.t('line {0}', at)}) ${said}: ${escaped(why)}`;
  };
  const parts = [
    `# ${outcomeLabel(outcome)}`,
    outcomeMeans(outcome),
    `${object.type} \`${object.id}\``,
    escaped(l10n.t('Policy: {0}', source)),
    branch === undefined ? '' : escaped(l10n.t('Branch: {0}', branch)),
    `## ${l10n.t('What the policy says')}`,
    cannotAnswer ? l10n.t('The policy applies to this object, but its answer is not known:') : '',
    escaped(detail),
    exempt === undefined ? '' : escaped(l10n.t('Passes anyway: {0}', exempt)),
    rules.length === 0 ? '' : `## ${l10n.t('Rules, in their order')}\n\n${rules.map(line).join('\n')}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/**
 * Says which rule of the policy decides about a commit or tag, and why the other rules do not, as `waxseal policy explain`
 * does.
 */
export async function explain(context: CommandContext, given?: unknown): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage(
      l10n.t('Restricted Mode: the policy of the repository is not read before you trust this folder.'),
    );
    return;
  }
  const about = await askTarget(context.store, given);
  if (!about) return;
  const answer = await context.verifier.call('explainPolicy', about);
  const uri = context.documents.put(`${answer.object.id.slice(0, 12)} policy.md`, policyExplanation(answer));
  await commands.executeCommand('markdown.showPreview', uri);
}
