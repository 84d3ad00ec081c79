import type { PolicyProblem } from '../../core/signer-policy/index.js';

// What the extension host and the thread that reads policies say to each other. Offsets count from 0, in UTF-16 units.

/** A part of a text to be replaced. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A correction that needs no thought; `word` is what it brings, for its title. */
export interface Fix {
  readonly kind: 'rename' | 'chomp' | 'trim' | 'quote' | 'expression' | 'move-up';
  readonly word: string;
  readonly changes: readonly TextChange[];
}

/** A problem as the command tells it, with where it ends. */
export interface FoundProblem extends PolicyProblem {
  readonly end: number;
  readonly fixes: readonly Fix[];
}

/** Something that may be written at the cursor. */
export interface Offer {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'signer' | 'snippet';
  /** In VS Code's snippet syntax. */
  readonly snippet: string;
  readonly description?: string;
}

/** What may be written at the cursor, and the part of the text it replaces. */
export interface Offers {
  readonly start: number;
  readonly end: number;
  readonly offers: readonly Offer[];
}

/** What is known of the word under the pointer. */
export interface Hovered {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly description?: string;
  /** For the name of a signer: how `signers` describes it, a line for each field. */
  readonly lines: readonly string[];
}

/** What can be asked of the thread. `schema` is the text of the published JSON Schema. */
export interface PolicyCalls {
  /** `now` in Unix seconds. */
  check: { ask: { text: string; now: number }; answer: readonly FoundProblem[] };
  complete: { ask: { text: string; offset: number; schema: string }; answer: Offers | undefined };
  hover: { ask: { text: string; offset: number; schema: string }; answer: Hovered | undefined };
}

export type PolicyCall = keyof PolicyCalls;

/** To the thread. */
export interface PolicyMessage {
  readonly call: number;
  readonly name: PolicyCall;
  readonly ask: PolicyCalls[PolicyCall]['ask'];
}

/** From the thread; without `answer` it was at a loss. */
export interface PolicyReply {
  readonly call: number;
  readonly answer?: unknown;
}
