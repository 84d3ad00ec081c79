import type { Failure } from '../../frame/thread/protocol.js';
import type { Basis, Brief, ListName, Row } from '../calls.js';
import type { Unavailable } from '../git/repositories.js';

/** A range that the user asked for. */
export interface RangeList {
  readonly range: string;
  readonly rows: readonly Row[];
  /** Present when verification was cancelled before the last row. */
  readonly stopped?: true;
}

/**
 * The key of a verdict. It includes the tag's name and object: when the tag moves to another object, the verdict is another.
 */
export function keyOf({ id, name }: Pick<Row, 'id' | 'name'>): string {
  return `${id} ${name}`;
}

/** One repository as the views show it. */
export interface RepositoryState {
  readonly root: string;
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Why nothing can be verified. Present when `failed`. */
  readonly failure?: Failure;
  readonly basis?: Basis;
  readonly lists: Readonly<Partial<Record<ListName, readonly Row[]>>>;
  /** Why lists could not be read. */
  readonly problems?: Readonly<Partial<Record<ListName, Failure>>>;
  readonly range?: RangeList;
  /** By `keyOf`. */
  readonly verdicts: ReadonlyMap<string, Brief>;
}

/** The complete state. Everything that the views show comes from one of these. */
export type EditorState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'unavailable'; readonly why: Unavailable }
  | { readonly kind: 'ready'; readonly repositories: readonly RepositoryState[] };

/** What changed: everything, one repository, or the verdicts of some of its rows. */
export type Change =
  | { readonly what: 'all' }
  | { readonly what: 'repository'; readonly root: string }
  | { readonly what: 'verdicts'; readonly root: string; readonly keys: readonly string[] };
