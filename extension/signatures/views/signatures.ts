import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
  workspace,
} from 'vscode';
import { linkless } from '../../frame/text/plain.js';
import type { Row } from '../calls.js';
import { CONTEXTS, VIEW } from '../ids.js';
import { type Change, keyOf, type RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';
import { outcomeLabel } from '../words.js';
import { groupItem, moreItem, noteItem, repositoryItem, rowItem, rowTooltip } from './items.js';
import {
  type Filter,
  GROUPS,
  type GroupName,
  groupsOf,
  isFiltering,
  type Node,
  nodeId,
  passes,
  rowId,
  rowsOf,
} from './nodes.js';

const REDRAW_MS = 120;
const REVEAL_TRIES = 10;
/** The least time between two updates of a list's count: an update draws the list with all its rows again. */
const RECOUNT_MS = 1000;
/** How many rows are drawn at once. */
const PAGE = 500;

/** The *Signatures* view: repositories, lists, commits and tags. It redraws changed rows a few times a second. */
export class SignaturesView implements TreeDataProvider<Node>, Disposable {
  readonly #changed = new EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: TreeView<Node>;
  readonly #subscriptions: Disposable[];
  /** The nodes that VS Code has, by `nodeId`. VS Code recognises a row only by the same object. */
  readonly #nodes = new Map<string, Node>();
  readonly #due = new Set<Node>();
  readonly #dueLater = new Set<Node>();
  #all = false;
  #timer: NodeJS.Timeout | undefined;
  #recount: NodeJS.Timeout | undefined;
  #said: readonly string[] = [];
  #filter: Filter = {};
  /** How many rows of each list are drawn, by the list's `nodeId`. */
  readonly #limits = new Map<string, number>();

  /**
   * @param onShown called when the view is shown or hidden
   * @param onOpened called when a list is opened
   */
  constructor(
    private readonly store: Store,
    onShown: (shown: boolean) => void,
    onOpened: (root: string, group: GroupName) => void,
  ) {
    this.#view = window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      store.onDidChange((change) => this.#take(change)),
      this.#view.onDidChangeVisibility(({ visible }) => onShown(visible)),
      this.#view.onDidExpandElement(({ element }) => {
        if (element.kind === 'group') onOpened(element.root, element.group);
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.#say()),
    ];
    if (this.#view.visible) onShown(true);
    this.#say();
  }

  get filter(): Filter {
    return this.#filter;
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
    void commands.executeCommand('setContext', CONTEXTS.filtered, isFiltering(filter));
    this.#say();
    this.#schedule('all');
  }

  /** Shows the view, and one list or one of its rows in it. */
  async reveal(root?: string, group?: GroupName, row?: Row): Promise<void> {
    await commands.executeCommand(`${VIEW}.focus`);
    if (root === undefined || group === undefined) return;
    const node = this.#node(row ? { kind: 'row', root, group, row } : { kind: 'group', root, group });
    // VS Code finds a node only among those that it has read, and gives up when the tree changes while it reads.
    for (let left = REVEAL_TRIES; ; left -= 1) {
      clearTimeout(this.#timer);
      this.#all = true;
      this.#redraw();
      try {
        await this.#view.reveal(node, { expand: true, focus: true });
        return;
      } catch (error) {
        if (left === 0) throw error;
        await pause(REDRAW_MS);
      }
    }
  }

  /** Draws more rows of a long list. */
  showMore(root: string, group: GroupName): void {
    const node = this.#node({ kind: 'group', root, group });
    this.#limits.set(nodeId(node), (this.#limits.get(nodeId(node)) ?? PAGE) + PAGE);
    this.#schedule([node]);
  }

  getParent(node: Node): Node | undefined {
    if (node.kind === 'row' || node.kind === 'more')
      return this.#node({ kind: 'group', root: node.root, group: node.group });
    const many = this.store.repositories.length > 1;
    return node.kind !== 'repository' && many
      ? this.#node({ kind: 'repository', root: node.root })
      : undefined;
  }

  getChildren(node?: Node): Node[] {
    if (!node) {
      const { repositories } = this.store;
      if (repositories.length > 1)
        return repositories.map(({ root }) => this.#node({ kind: 'repository', root }));
      return repositories.flatMap(({ root }) => this.#below(root));
    }
    if (node.kind === 'repository') return this.#below(node.root);
    return node.kind === 'group' ? this.#rows(node.root, node.group) : [];
  }

  getTreeItem(node: Node): TreeItem {
    const repository = this.store.repository(node.root);
    if (node.kind === 'note') return noteItem(node);
    if (node.kind === 'more') return moreItem(node);
    if (node.kind === 'row') {
      const isStopped = node.group === 'range' && repository?.range?.stopped === true;
      const waiting = repository?.phase !== 'failed' && !isStopped;
      return rowItem(node, repository?.verdicts.get(keyOf(node.row)), waiting);
    }
    const known = repository ?? { root: node.root, phase: 'loading', lists: {}, verdicts: new Map() };
    return node.kind === 'repository'
      ? repositoryItem(known, this.#isAlike(known))
      : groupItem(known, node.group);
  }

  resolveTreeItem(item: TreeItem, node: Node): TreeItem {
    if (node.kind === 'row')
      item.tooltip = rowTooltip(node.row, this.store.repository(node.root)?.verdicts.get(keyOf(node.row)));
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#recount);
    for (const one of this.#subscriptions) one.dispose();
  }

  #isAlike({ root }: RepositoryState): boolean {
    return this.store.repositories.some((one) => one.root !== root && basename(one.root) === basename(root));
  }

  #below(root: string): Node[] {
    const repository = this.store.repository(root);
    if (!repository) return [];
    const { failure } = repository;
    const note: Node[] = failure ? [{ kind: 'note', root, failure }] : [];
    if (!repository.basis) return note;
    return [...note, ...groupsOf(repository).map((group) => this.#node({ kind: 'group', root, group }))];
  }

  #rows(root: string, group: GroupName): Node[] {
    const repository = this.store.repository(root);
    if (!repository) return [];
    const rows = rowsOf(repository, group).filter((row) =>
      passes(repository.verdicts.get(keyOf(row)), this.#filter),
    );
    const limit = this.#limits.get(nodeId({ kind: 'group', root, group })) ?? PAGE;
    const nodes = rows.slice(0, limit).map((row) => this.#node({ kind: 'row', root, group, row }));
    const left = rows.length - nodes.length;
    return left > 0 ? [...nodes, this.#node({ kind: 'more', root, group, left })] : nodes;
  }

  #node(node: Node): Node {
    const id = nodeId(node);
    const known = this.#nodes.get(id);
    if (known) return known;
    this.#nodes.set(id, node);
    return node;
  }

  #take(change: Change): void {
    if (change.what !== 'verdicts') {
      this.#schedule('all');
      return;
    }
    const { root, keys } = change;
    const groups = GROUPS.filter((group) => this.#nodes.has(nodeId({ kind: 'group', root, group })));
    const rows = groups.flatMap((group) => keys.map((key) => this.#nodes.get(rowId(root, group, key))));
    this.#schedule(rows.filter((node) => node !== undefined));
    for (const group of groups) this.#dueLater.add(this.#node({ kind: 'group', root, group }));
    this.#recount ??= setTimeout(() => {
      this.#recount = undefined;
      this.#schedule(isFiltering(this.#filter) ? 'all' : [...this.#dueLater]);
      this.#dueLater.clear();
    }, RECOUNT_MS);
  }

  #schedule(nodes: 'all' | Node[]): void {
    if (nodes === 'all') this.#all = true;
    else for (const node of nodes) this.#due.add(node);
    if (this.#all || this.#due.size > 0) this.#timer ??= setTimeout(() => this.#redraw(), REDRAW_MS);
  }

  #redraw(): void {
    this.#timer = undefined;
    this.#say();
    this.#changed.fire(this.#all ? undefined : [...this.#due]);
    this.#all = false;
    this.#due.clear();
  }

  /** The message above the tree: the current filter, and what does not work in Restricted Mode. */
  #say(): void {
    const { outcomes, signer } = this.#filter;
    const parts = [
      outcomes && l10n.t('Only: {0}.', outcomes.map(outcomeLabel).join(', ')),
      signer !== undefined && l10n.t('Only signed by {0}.', linkless(signer)),
      !workspace.isTrusted &&
        l10n.t(
          'Restricted Mode: the policy of the repository is not read, the network is not asked and lines are not blamed, because their author could choose all three.',
        ),
    ];
    const text = parts.filter(Boolean).join(' ');
    const { state } = this.store;
    const context = state.kind === 'unavailable' ? state.why : state.kind;
    if (this.#said[0] === text && this.#said[1] === context) return;
    this.#said = [text, context];
    // VS Code accepts undefined for "no message", but its types do not allow it under exactOptionalPropertyTypes.
    (this.#view as { message: string | undefined }).message = text === '' ? undefined : text;
    void commands.executeCommand('setContext', CONTEXTS.state, context);
  }
}
