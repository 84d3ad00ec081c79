import type { Verdict } from '../verdict/index.js';

/** How much a finding weighs: an `error` must be mended, a `warning` looked at, a `note` is worth knowing. */
export type Level = 'error' | 'warning' | 'note';

/** A place in a text. Both count from 1; columns are UTF-16 code units, as editors and SARIF count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** From a place to a place; the end is not part of it. */
export interface Range {
  readonly start: Place;
  readonly end?: Place;
}

/** What a finding is about: a file of the work tree, bytes known by their digest, or an object of git. */
export interface Location {
  readonly kind: 'file' | 'blob' | 'git';
  /** The path of a file with `/` between its parts, the digest of a blob (`sha256:…`), or the id of a git object. */
  readonly id: string;
  /** The file inside a blob or a git object. */
  readonly path?: string;
  readonly range?: Range;
}

/** What could mend a finding. `act` turns it into edits and the evidence for them. */
export interface FixPlan {
  /** Which fix of its subject it is: `add-anchors`. */
  readonly kind: string;
  readonly needsNetwork: boolean;
}

/** Why a finding does not count. */
export interface Ignored {
  readonly reason: string;
  /** Unix seconds after which it counts again. */
  readonly until?: number;
}

/** One thing that is worth saying about one place. It carries values; the sentences stand in a table (see {@link Sentences}). */
export interface Finding {
  /** A stable code with one meaning: `POLICY_BAD_VALUE`. */
  readonly rule: string;
  /** Which sentence of the rule says it, where the rule has several. */
  readonly variant?: string;
  /** What the sentence names. Texts are as they were found: whoever shows them makes them harmless. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly level: Level;
  readonly at?: Location;
  readonly related?: readonly Location[];
  readonly fix?: FixPlan;
  readonly ignored?: Ignored;
}

/** One thing that was looked at, with all that was found out about it. */
export interface Item {
  /** What the person asked for: `HEAD~1`, a file, a reference of an image. */
  readonly name: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** What it says of itself, unproven: a commit's first line. */
  readonly title?: string;
  /** When it says it was made, unproven: Unix seconds. */
  readonly statedTime?: number | undefined;
  readonly verdict?: Verdict;
  readonly findings: readonly Finding[];
}

/** An item that was judged. */
export type JudgedItem = Item & { readonly verdict: Verdict };
