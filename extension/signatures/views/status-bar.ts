import { basename } from 'node:path';
import { type Disposable, l10n, MarkdownString, StatusBarAlignment, window, workspace } from 'vscode';
import { harmless } from '../../../core/harmless/index.js';
import { isChanged, setting } from '../../frame/settings.js';
import { COMMANDS, SETTINGS } from '../ids.js';
import { type Change, keyOf, type RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';
import {
  branchLabel,
  issuerLabel,
  OUTCOME_LOOKS,
  outcomeLabel,
  outcomeMeans,
  signerLabel,
} from '../words.js';
import { countsOf } from './counts.js';
import { currentRepository } from './current.js';

const REDRAW_MS = 250;

/** The text of the status bar. */
interface Said {
  readonly text: string;
  readonly label: string;
  readonly lines: readonly string[];
}

function headSaid(repository: RepositoryState): Said {
  const { basis, verdicts, failure } = repository;
  if (failure) {
    const text = l10n.t('Cannot verify');
    return { text: `$(warning) ${text}`, label: text, lines: [failure.message, failure.hint ?? ''] };
  }
  if (basis && !basis.head) {
    const text = l10n.t('No commit yet');
    return { text: `$(circle-outline) ${text}`, label: text, lines: [] };
  }
  const brief =
    basis?.head === undefined ? undefined : verdicts.get(keyOf({ id: basis.head, name: basis.head }));
  if (!brief) {
    const text = l10n.t('Verifying…');
    return { text: `$(sync~spin) ${text}`, label: text, lines: [] };
  }
  const { outcome, detail } = brief;
  const issuer = issuerLabel(brief);
  const signer = signerLabel(brief);
  const lines = [
    signer && l10n.t('Signer: {0}', signer),
    issuer && l10n.t('Issuer: {0}', issuer),
    outcomeMeans(outcome),
    detail && outcome !== 'verified' && outcome !== 'unsigned' ? detail : '',
  ];
  const label = outcomeLabel(outcome);
  return {
    text: `$(${OUTCOME_LOOKS[outcome].icon}) ${label}`,
    label,
    lines: lines.filter(Boolean) as string[],
  };
}

function unpushedSaid({ lists, verdicts }: RepositoryState): Said | undefined {
  const rows = lists.unpushed ?? [];
  if (rows.length === 0) return undefined;
  const { notHolding, judged, total } = countsOf(rows, verdicts);
  const label =
    judged < total
      ? l10n.t('{0} of {1} unpushed commits checked so far', judged, total)
      : notHolding === 0
        ? l10n.t('all {0} unpushed commits hold', total)
        : l10n.t('{0} of {1} unpushed commits do not hold', notHolding, total);
  return { text: notHolding > 0 ? ` $(arrow-up)$(warning) ${notHolding}` : '', label, lines: [label] };
}

function tooltip(head: Said, unpushed: Said | undefined, repository: RepositoryState): MarkdownString {
  const text = new MarkdownString('', true);
  const { basis, root } = repository;
  const where = [harmless(basename(root)), branchLabel(basis)].filter(Boolean).join(' · ');
  const policy = basis?.policy === undefined ? '' : l10n.t('Policy: {0}', harmless(basis.policy));
  const restricted = workspace.isTrusted
    ? ''
    : l10n.t('Restricted Mode: the repository’s policy is not read, so nobody is allowed by it.');
  const all = [
    where,
    l10n.t('HEAD: {0}', head.label),
    ...head.lines,
    ...(unpushed?.lines ?? []),
    policy,
    restricted,
  ];
  for (const line of all.filter(Boolean)) {
    text.appendText(line);
    text.appendMarkdown('\n\n');
  }
  return text;
}

/** Shows the verdict on HEAD and on unpushed commits, for the repository that the user works in. */
export function registerStatusBar(store: Store, subscriptions: Disposable[]): void {
  const item = window.createStatusBarItem('waxseal.head', StatusBarAlignment.Left, 5);
  item.name = l10n.t('Waxseal: signature of HEAD');
  item.command = COMMANDS.showSignatures;
  const draw = () => {
    const repository = currentRepository(store);
    if (!repository || !setting(SETTINGS.statusBar)) {
      item.hide();
      return;
    }
    const [head, unpushed] = [headSaid(repository), unpushedSaid(repository)];
    item.text = head.text + (unpushed?.text ?? '');
    item.tooltip = tooltip(head, unpushed, repository);
    const said = [l10n.t('Signature of HEAD: {0}', head.label), ...head.lines, unpushed?.label];
    item.accessibilityInformation = { label: said.filter(Boolean).join(', '), role: 'button' };
    item.show();
  };
  let timer: NodeJS.Timeout | undefined;
  // Verdicts arrive many times a second. Only those on HEAD and on unpushed commits matter here.
  const drawSoon = ({ root, keys }: Extract<Change, { what: 'verdicts' }>) => {
    const { basis, lists } = store.repository(root) ?? {};
    const head = basis?.head === undefined ? undefined : keyOf({ id: basis.head, name: basis.head });
    if (head !== undefined && keys.includes(head)) draw();
    else if (lists?.unpushed?.length)
      timer ??= setTimeout(() => {
        timer = undefined;
        draw();
      }, REDRAW_MS);
  };
  subscriptions.push(
    item,
    { dispose: () => clearTimeout(timer) },
    store.onDidChange((change) => (change.what === 'verdicts' ? drawSoon(change) : draw())),
    window.onDidChangeActiveTextEditor(draw),
    workspace.onDidGrantWorkspaceTrust(draw),
    workspace.onDidChangeConfiguration((event) => {
      if (isChanged(event, SETTINGS.statusBar)) draw();
    }),
  );
}
