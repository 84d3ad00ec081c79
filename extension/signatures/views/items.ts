import { basename, dirname } from 'node:path';
import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import { harmless } from '../../../core/harmless/index.js';
import { timeText } from '../../frame/text/plain.js';
import type { Brief, Row } from '../calls.js';
import { COMMANDS, ROW_KINDS, ROW_SCHEME } from '../ids.js';
import type { RepositoryState } from '../state/state.js';
import {
  branchLabel,
  issuerLabel,
  OUTCOME_LOOKS,
  saidMeaning,
  saidOutcome,
  shortName,
  shownOutcome,
  signerLabel,
  subjectLabel,
} from '../words.js';
import { countsOf } from './counts.js';
import { type GroupName, type Node, nodeId, rowsOf } from './nodes.js';

const { Collapsed, Expanded, None } = TreeItemCollapsibleState;

function groupLabel(group: GroupName, { basis, range }: RepositoryState): string {
  switch (group) {
    case 'review':
      return l10n.t('Branch under review');
    case 'recent':
      return l10n.t('Recent commits');
    case 'tags':
      return l10n.t('Tags');
    case 'range':
      return l10n.t('Range {0}', harmless(range?.range ?? basis?.head ?? ''));
  }
}

/** @param alike whether another repository has a folder with the same name */
export function repositoryItem({ root, basis, failure }: RepositoryState, alike: boolean): TreeItem {
  const name = harmless(basename(root));
  const item = new TreeItem(name, Expanded);
  item.id = nodeId({ kind: 'repository', root });
  const where = alike ? harmless(basename(dirname(root))) : '';
  const state = failure ? l10n.t('cannot be verified') : branchLabel(basis);
  item.description = [where, state].filter(Boolean).join(' · ');
  item.tooltip = harmless(root);
  item.iconPath = new ThemeIcon(failure ? 'warning' : 'repo');
  item.accessibilityInformation = { label: [name, item.description].filter(Boolean).join(', ') };
  return item;
}

export function groupItem(repository: RepositoryState, group: GroupName): TreeItem {
  const label = groupLabel(group, repository);
  const item = new TreeItem(label, group === 'tags' || group === 'recent' ? Collapsed : Expanded);
  const rows = rowsOf(repository, group);
  const { total, judged, notHolding } = countsOf(rows, repository.verdicts);
  const known = group === 'range' || repository.lists[group] !== undefined;
  const problem = group === 'range' ? undefined : repository.problems?.[group];
  const stopped = group === 'range' && repository.range?.stopped ? l10n.t('stopped') : '';
  const shallow =
    group === 'recent' && repository.basis?.shallow ? l10n.t('older ones are not in this shallow clone') : '';
  const counted = judged < total ? l10n.t('{0} of {1} checked', judged, total) : String(total);
  const bad = notHolding > 0 ? l10n.t('{0} do not hold', notHolding) : '';
  const compared =
    group === 'review' && repository.basis?.base ? l10n.t('since {0}', harmless(repository.basis.base)) : '';
  const told = [compared, counted, bad, stopped, shallow].filter(Boolean).join(' · ');
  item.description = problem
    ? l10n.t('cannot be read: {0}', harmless(problem.message))
    : known
      ? told
      : repository.failure
        ? l10n.t('not read')
        : l10n.t('reading…');
  const icon = group === 'tags' ? 'tag' : group === 'recent' ? 'history' : 'git-branch';
  item.iconPath = new ThemeIcon(problem ? 'warning' : icon);
  item.tooltip = [label, item.description].join(': ');
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  return item;
}

function dayOf({ time }: Row): string {
  return time === undefined ? '' : timeText(time, l10n.t('impossible time')).replace(/ \d\d:.*/, '');
}

/** @param waiting whether a missing verdict is still to come */
export function rowItem(
  node: Extract<Node, { kind: 'row' }>,
  brief: Brief | undefined,
  waiting: boolean,
): TreeItem {
  const { row, root } = node;
  const isTag = row.name.startsWith('refs/tags/');
  const [title, other] = isTag ? [shortName(row), subjectLabel(row)] : [subjectLabel(row), shortName(row)];
  const item = new TreeItem(title, None);
  item.id = nodeId(node);
  const missing = waiting ? l10n.t('not verified yet') : l10n.t('not verified');
  const outcome = brief ? saidOutcome(brief) : missing;
  const shown = brief && shownOutcome(brief);
  const signer = brief ? signerLabel(brief) : '';
  item.description = [outcome, signer, other === title ? '' : other].filter(Boolean).join(' · ');
  item.iconPath = shown
    ? new ThemeIcon(OUTCOME_LOOKS[shown].icon, new ThemeColor(OUTCOME_LOOKS[shown].colour))
    : new ThemeIcon(waiting ? 'loading~spin' : 'dash');
  item.resourceUri = Uri.from({ scheme: ROW_SCHEME, path: `/${shown ?? 'none'}` });
  item.contextValue = isTag ? ROW_KINDS.tag : ROW_KINDS.commit;
  item.accessibilityInformation = {
    label: [outcome, title, signer, other, dayOf(row)].filter(Boolean).join(', '),
  };
  item.command = {
    command: COMMANDS.verifyCommit,
    title: l10n.t('Show the verdict'),
    arguments: [{ root, name: row.name }],
  };
  return item;
}

/** Made only when the pointer is over the row. Everything from the repository is inserted as plain text. */
export function rowTooltip(row: Row, brief: Brief | undefined): MarkdownString {
  const text = new MarkdownString('', true);
  const line = (said: string | false | undefined) => {
    if (!said) return;
    text.appendText(said);
    text.appendMarkdown('\n\n');
  };
  line(subjectLabel(row));
  if (brief) {
    const signer = signerLabel(brief);
    text.appendMarkdown(`$(${OUTCOME_LOOKS[shownOutcome(brief)].icon}) `);
    line(`${saidOutcome(brief)}: ${saidMeaning(brief)}`);
    line(signer && l10n.t('Signer: {0}', signer));
    const issuer = signer && issuerLabel(brief);
    line(issuer && l10n.t('Issuer: {0}', issuer));
    line(brief.reason !== undefined && `${brief.detail ?? ''} [${brief.reason}]`);
    line(brief.exempt !== undefined && l10n.t('Passes anyway: {0}', brief.exempt));
  }
  const { author } = row;
  line(
    author && l10n.t('Author: {0} <{1}> (as the commit says)', harmless(author.name), harmless(author.email)),
  );
  line(`${row.id}  ${dayOf(row)}`);
  return text;
}

/** The last row of a list that is drawn in part: drawing thousands of rows at once would freeze the editor. */
export function moreItem(node: Extract<Node, { kind: 'more' }>): TreeItem {
  const item = new TreeItem(l10n.t('{0} more', node.left), None);
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: COMMANDS.showMore, title: l10n.t('Show more'), arguments: [node] };
  return item;
}

export function noteItem({ failure }: Extract<Node, { kind: 'note' }>): TreeItem {
  const item = new TreeItem(harmless(failure.message), None);
  item.accessibilityInformation = { label: [failure.message, failure.hint ?? ''].map(harmless).join(' ') };
  item.description = harmless(failure.hint ?? '');
  item.tooltip = [failure.message, failure.hint ?? ''].map(harmless).filter(Boolean).join('\n');
  item.iconPath = new ThemeIcon('warning');
  return item;
}
