import type { FixPlan } from '../../core/finding/index.js';
import type { PolicyFinding } from '../../core/signer-policy/index.js';
import type { TextChange } from '../frame/findings/remark.js';

// The messages between the extension host and the thread that reads policies. Offsets count from 0, in UTF-16 units.

/** The edits of a fix that is safe to make without thinking. `word` is the text it inserts, for its title. */
export interface Correction {
  readonly kind: 'rename' | 'chomp' | 'trim' | 'quote' | 'expression' | 'move-up';
  readonly word: string;
  readonly changes: readonly TextChange[];
}

/** The plan of a fix, with its edits. */
export interface PolicyFix extends FixPlan, Correction {
  readonly kind: Correction['kind'];
}

/** A finding as the command reports it, with its end and its sentence. */
export interface FoundMistake extends PolicyFinding {
  /** One line. It can hold text of the file. */
  readonly message: string;
  readonly fix?: PolicyFix;
}

/** Something that can be written at the cursor. */
export interface Offer {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'signer' | 'snippet';
  /** In VS Code's snippet syntax. */
  readonly snippet: string;
  readonly description?: string;
}

/** What can be written at the cursor, and the part of the text that it replaces. */
export interface Offers {
  readonly start: number;
  readonly end: number;
  readonly offers: readonly Offer[];
}

/** What is known about the word under the pointer. */
export interface Hovered {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly description?: string;
  /** For the name of a signer: its description in `signers`, one line for each field. */
  readonly lines: readonly string[];
}

/** What the thread answers. `schema` is the text of the published JSON Schema. */
export interface ReadingCalls {
  /** `now` in Unix seconds. */
  check: { ask: { text: string; now: number }; part: never; answer: readonly FoundMistake[] };
  complete: {
    ask: { text: string; offset: number; schema: string };
    part: never;
    answer: Offers | undefined;
  };
  hover: { ask: { text: string; offset: number; schema: string }; part: never; answer: Hovered | undefined };
}
