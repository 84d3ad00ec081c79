import type { Verdict } from '../verdict/index.js';

/** How serious a finding is: an `error` must be fixed, a `warning` needs a look, a `note` is good to know. */
export type Level = 'error' | 'warning' | 'note';

/** A place in a text. Both count from 1; columns are UTF-16 code units, as editors and SARIF count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** From one place to another; the end is not part of it. */
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

/** How a finding could be fixed. `act` turns it into edits and the evidence for them. */
export interface FixPlan {
  /** Which of the subject's fixes this is: `add-anchors`. */
  readonly kind: string;
  readonly needsNetwork: boolean;
}

/** Why a finding does not count. */
export interface Ignored {
  readonly reason: string;
  /** Unix seconds after which it counts again. */
  readonly until?: number;
}

/** One remark about one place. It carries values; the sentences are in a table (see {@link Sentences}). */
export interface Finding {
  /** A stable code with one meaning: `POLICY_BAD_VALUE`. */
  readonly rule: string;
  /** Which sentence of the rule to use, where the rule has several. `not-made` in every subject: the check was not made. */
  readonly variant?: string;
  /** The values for the sentence. Texts are raw: whoever shows them must make them harmless. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly level: Level;
  readonly at?: Location;
  readonly related?: readonly Location[];
  readonly fix?: FixPlan;
  readonly ignored?: Ignored;
}

/** One thing that was checked, with all results. */
export interface Item {
  /** What the person asked for: `HEAD~1`, a file, a reference of an image. */
  readonly name: string;
  /** `commit`, `policy` and so on. The types `check` and `trusted-root` are of the set-up of this program, which is in no file. */
  readonly subject: { readonly type: string; readonly id: string };
  /** What it says about itself, not proven: the first line of a commit. */
  readonly title?: string;
  /** The time that it states for itself, not proven: Unix seconds. */
  readonly statedTime?: number | undefined;
  readonly verdict?: Verdict;
  readonly findings: readonly Finding[];
}

/** An item with a verdict. */
export type JudgedItem = Item & { readonly verdict: Verdict };
