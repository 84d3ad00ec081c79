import { basename } from 'node:path';
import { type Disposable, l10n, MarkdownString, StatusBarAlignment, window, workspace } from 'vscode';
import { harmless } from '../../../core/harmless/index.js';
import { holds } from '../../../core/verdict/holds.js';
import type { Outcome } from '../../../core/verdict/index.js';
import { isChanged, setting } from '../../frame/settings.js';
import { iconless } from '../../frame/text/plain.js';
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

/** The outcomes of commits that do not hold, the worst first. */
const WORST: readonly Outcome[] = ['invalid', 'refused', 'incomplete', 'unsigned', 'valid'];

/**
 * The branch under review in short. HEAD alone would look like the verdict on the whole branch. Undefined where there is no such
 * branch, or HEAD itself cannot be verified.
 */
function reviewSaid({ basis, lists, problems, verdicts, failure }: RepositoryState): Said | undefined {
  if (failure || basis?.base === undefined) return undefined;
  const { review } = lists;
  if (problems?.review) {
    const label = l10n.t('Branch not readable');
    return { text: `$(warning) ${label}`, label, lines: [problems.review.message] };
  }
  if (!review) {
    const label = l10n.t('Verifying…');
    return { text: `$(sync~spin) ${label}`, label, lines: [] };
  }
  if (review.length === 0) return undefined;
  const { notHolding, judged, total } = countsOf(review, verdicts);
  const since = l10n.t('since {0}', harmless(basis.base));
  if (notHolding > 0) {
    const bad = new Set(
      review
        .map((row) => verdicts.get(keyOf(row)))
        .filter((one) => one && !holds(one))
        .map((one) => one?.outcome),
    );
    const worst = WORST.find((outcome) => bad.has(outcome)) ?? 'invalid';
    const label = l10n.t('{0} of {1} do not hold', notHolding, total);
    return { text: `$(${OUTCOME_LOOKS[worst].icon}) ${label}`, label: `${label} (${since})`, lines: [] };
  }
  if (judged < total) {
    const label = l10n.t('{0} of {1} checked', judged, total);
    return { text: `$(sync~spin) ${label}`, label: `${label} (${since})`, lines: [] };
  }
  const label = total === 1 ? l10n.t('The commit of the branch holds') : l10n.t('All {0} hold', total);
  return { text: `$(${OUTCOME_LOOKS.verified.icon}) ${label}`, label: `${label} (${since})`, lines: [] };
}

function tooltip(
  review: Said | undefined,
  head: Said,
  unpushed: Said | undefined,
  repository: RepositoryState,
): MarkdownString {
  const text = new MarkdownString('', true);
  const { basis, root } = repository;
  const where = [harmless(basename(root)), branchLabel(basis)].filter(Boolean).join(' · ');
  const policy = basis?.policy === undefined ? '' : l10n.t('Policy: {0}', harmless(basis.policy));
  const restricted = workspace.isTrusted
    ? ''
    : l10n.t('Restricted Mode: the repository’s policy is not read, so nobody is allowed by it.');
  const all = [
    where,
    review ? l10n.t('Branch under review: {0}', review.label) : '',
    ...(review?.lines ?? []),
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

/** The revision of the first commit of the branch under review that does not hold. */
function firstNotHolding({ lists, verdicts }: RepositoryState): string | undefined {
  return lists.review?.find((row) => {
    const brief = verdicts.get(keyOf(row));
    return brief && !holds(brief);
  })?.name;
}

/**
 * Shows the verdict on the branch under review, for the repository that is looked at. Where there is no such branch, it is that on
 * HEAD and on unpushed commits.
 */
export function registerStatusBar(store: Store, subscriptions: Disposable[]): void {
  const item = window.createStatusBarItem('waxseal.head', StatusBarAlignment.Left, 5);
  item.name = l10n.t('Waxseal: signature of HEAD');
  const draw = () => {
    const repository = currentRepository(store);
    if (!repository || !setting(SETTINGS.statusBar)) {
      item.hide();
      return;
    }
    const [head, unpushed] = [headSaid(repository), unpushedSaid(repository)];
    const review = reviewSaid(repository);
    const name = store.repositories.length > 1 ? `${iconless(basename(repository.root))}: ` : '';
    const text = review?.text ?? head.text + (unpushed?.text ?? '');
    item.text = text.replace(/^(\S+ )/, `$1${name.replaceAll('$', '$$$$')}`);
    item.tooltip = tooltip(review, head, unpushed, repository);
    item.command = {
      command: COMMANDS.showSignatures,
      title: item.name ?? '',
      arguments: [{ root: repository.root, name: firstNotHolding(repository) }],
    };
    const said = [
      review && l10n.t('Branch under review: {0}', review.label),
      l10n.t('Signature of HEAD: {0}', head.label),
      ...head.lines,
      unpushed?.label,
    ];
    item.accessibilityInformation = { label: said.filter(Boolean).join(', '), role: 'button' };
    item.show();
  };
  let timer: NodeJS.Timeout | undefined;
  // Verdicts arrive many times a second. Only those on HEAD and on unpushed commits matter here.
  const drawSoon = ({ root, keys }: Extract<Change, { what: 'verdicts' }>) => {
    const { basis, lists } = store.repository(root) ?? {};
    const head = basis?.head === undefined ? undefined : keyOf({ id: basis.head, name: basis.head });
    if (head !== undefined && keys.includes(head)) draw();
    else if (lists?.unpushed?.length || lists?.review?.length)
      timer ??= setTimeout(() => {
        timer = undefined;
        draw();
      }, REDRAW_MS);
  };
  subscriptions.push(
    item,
    { dispose: () => clearTimeout(timer) },
    store.onDidChange((change) => (change.what === 'verdicts' ? drawSoon(change) : draw())),
    store.onDidLook(draw),
    workspace.onDidGrantWorkspaceTrust(draw),
    workspace.onDidChangeConfiguration((event) => {
      if (isChanged(event, SETTINGS.statusBar)) draw();
    }),
  );
}
