import type { Uri } from 'vscode';
import type { Finding } from '../../../core/finding/index.js';
import type { CommandId } from '../feature.js';

/** A part of a text to replace. Offsets count from 0, in UTF-16 units. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What mends a finding: edits that are safe to make without thinking, or a command. */
export type Fix =
  | { readonly title: string; readonly changes: readonly TextChange[] }
  | { readonly title: string; readonly command: CommandId; readonly given: readonly unknown[] };

/** A finding about a document, ready to be shown. */
export interface Remark {
  readonly finding: Pick<Finding, 'rule' | 'level' | 'at' | 'related'>;
  /** One line. It may contain text of the file: it is made harmless. */
  readonly message: string;
  /** What is said of the related place. */
  readonly relatedMessage?: string;
  /** The page that explains the rule. */
  readonly help?: Uri;
  readonly fix?: Fix;
}
