import type { Outcome } from '../../../core/verdict/index.js';
import type { Failure } from '../../frame/thread/protocol.js';
import type { Brief, ListName, Row } from '../calls.js';
import { keyOf, type RepositoryState } from '../state/state.js';
import { shownOutcome } from '../words.js';

/** The filter of the view. */
export interface Filter {
  readonly outcomes?: readonly Outcome[];
  /** The exact subject of the signer. */
  readonly signer?: string;
}

export type GroupName = Exclude<ListName, 'head' | 'unpushed'> | 'range';

/** The groups, in display order. */
export const GROUPS: readonly GroupName[] = ['range', 'review', 'recent', 'tags'];

/** A row of the view. */
export type Node =
  | { readonly kind: 'repository'; readonly root: string }
  | { readonly kind: 'group'; readonly root: string; readonly group: GroupName }
  | { readonly kind: 'row'; readonly root: string; readonly group: GroupName; readonly row: Row }
  | {
      readonly kind: 'more';
      readonly root: string;
      readonly group: GroupName;
      readonly left: number;
    }
  | { readonly kind: 'note'; readonly root: string; readonly failure: Failure };

/** The id of a row that shows the object with this key. */
export function rowId(root: string, group: GroupName, key: string): string {
  return `row\0${root}\0${group}\0${key}`;
}

/** A stable id for a row, so that it stays the same row after the lists are read again. */
export function nodeId(node: Node): string {
  if (node.kind === 'row') return rowId(node.root, node.group, keyOf(node.row));
  if (node.kind === 'more') return `more\0${node.root}\0${node.group}\0${node.left}`;
  if (node.kind === 'group') return `group\0${node.root}\0${node.group}`;
  return `${node.kind}\0${node.root}`;
}

export function rowsOf({ lists, range }: RepositoryState, group: GroupName): readonly Row[] {
  return (group === 'range' ? range?.rows : lists[group]) ?? [];
}

/** The groups of a repository that are not empty. Those under review come first. */
export function groupsOf(repository: RepositoryState): GroupName[] {
  return GROUPS.filter((group) =>
    group === 'range'
      ? repository.range !== undefined
      : group === 'review'
        ? rowsOf(repository, group).length > 0 || repository.problems?.review !== undefined
        : true,
  );
}

export function isFiltering({ outcomes, signer }: Filter): boolean {
  return outcomes !== undefined || signer !== undefined;
}

/** Whether a row passes a filter. A row without a verdict passes none. */
export function passes(brief: Brief | undefined, filter: Filter): boolean {
  const { outcomes, signer } = filter;
  if (!isFiltering(filter)) return true;
  if (!brief) return false;
  return (
    (!outcomes || outcomes.includes(shownOutcome(brief))) &&
    (signer === undefined || (brief.subject === signer && !brief.lightweight))
  );
}
