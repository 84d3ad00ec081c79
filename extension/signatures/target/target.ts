import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { iconless, linkless } from '../../frame/text/plain.js';
import type { Brief, Row } from '../calls.js';
import { keyOf, type RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';
import { currentRepository } from '../views/current.js';
import type { Node } from '../views/nodes.js';
import {
  branchLabel,
  OUTCOME_LOOKS,
  saidOutcome,
  shortName,
  shownOutcome,
  signerLabel,
  subjectLabel,
  unavailableText,
} from '../words.js';

/** The commit or tag for a command: the root of its repository, and a revision. */
export interface Target {
  readonly root: string;
  readonly name: string;
}

/** The argument of a command: a target, or a row of the view. */
export function givenTarget(given: unknown): Target | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { kind, row, root, name } = given as Partial<Extract<Node, { kind: 'row' }> & Target>;
  if (typeof root !== 'string') return undefined;
  if (kind === 'row' && row) return { root, name: row.name };
  return typeof name === 'string' ? { root, name } : undefined;
}

/** The repository for a command. It says why when there is none, and asks when several are open. */
export async function askRepository(store: Store): Promise<RepositoryState | undefined> {
  const { state, repositories } = store;
  if (state.kind === 'starting') {
    void window.showInformationMessage(
      l10n.t('Waxseal is still looking for repositories. Try again in a moment.'),
    );
    return undefined;
  }
  if (state.kind === 'unavailable') {
    void window.showWarningMessage(
      l10n.t('There are no signatures to show: {0}', unavailableText(state.why)),
    );
    return undefined;
  }
  const here = currentRepository(store);
  if (repositories.length < 2) return here;
  const items = repositories.map((repository) => ({
    label: iconless(repository.root),
    description: iconless(branchLabel(repository.basis)),
    repository,
  }));
  items.sort((a, b) => Number(b.repository === here) - Number(a.repository === here));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Which repository?') });
  return picked?.repository;
}

/** A repository whose objects can be verified. It says why when that is not possible. */
export async function askReadyRepository(store: Store): Promise<RepositoryState | undefined> {
  const repository = await askRepository(store);
  const { failure } = repository ?? {};
  if (!failure) return repository;
  const text = linkless([failure.message, failure.hint].filter(Boolean).join('. '));
  void window.showErrorMessage(l10n.t('Nothing can be verified in this repository: {0}', text));
  return undefined;
}

interface RowItem extends QuickPickItem {
  readonly name: string;
}

function rowItem(row: Row, brief: Brief | undefined): RowItem {
  const said = brief ? [saidOutcome(brief), signerLabel(brief)].filter(Boolean).join(' · ') : '';
  const isTag = row.name.startsWith('refs/tags/');
  return {
    label: iconless(isTag ? shortName(row) : subjectLabel(row)),
    description: iconless(isTag ? subjectLabel(row) : shortName(row)),
    detail: said ? iconless(said) : l10n.t('not verified yet'),
    iconPath: new ThemeIcon(brief ? OUTCOME_LOOKS[shownOutcome(brief)].icon : 'dash'),
    name: row.name,
  };
}

/** A commit or tag that the user picks from a list, or types as a revision. */
export async function askRow(
  { verdicts }: RepositoryState,
  rows: readonly Row[],
  placeHolder: string,
): Promise<string | undefined> {
  const pick = window.createQuickPick<RowItem>();
  pick.placeholder = placeHolder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const listed = rows.slice(0, 1000).map((row) => rowItem(row, verdicts.get(keyOf(row))));
  pick.items = listed;
  const typed = (value: string): RowItem => ({
    label: l10n.t('The revision “{0}”', iconless(value)),
    name: value,
    alwaysShow: true,
    iconPath: new ThemeIcon('edit'),
  });
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      pick.items = value.trim() === '' ? listed : [...listed, typed(value.trim())];
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.name);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The target that the command was called with; without it, a commit or tag that the user picks. */
export async function askTarget(store: Store, given: unknown): Promise<Target | undefined> {
  const known = givenTarget(given);
  if (known) return known;
  const repository = await askReadyRepository(store);
  if (!repository) return undefined;
  const { review = [], recent = [], unpushed = [], head = [], tags = [] } = repository.lists;
  const all = [...head, ...unpushed, ...review, ...recent, ...tags];
  const rows = [...new Map(all.map((row) => [row.name, row])).values()];
  const name = await askRow(repository, rows, l10n.t('Which commit or tag? Pick one, or type a revision.'));
  return name === undefined ? undefined : { root: repository.root, name };
}
