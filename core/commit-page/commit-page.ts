import type { FromPage } from '../page/index.js';
import type { Outcome } from '../verdict/index.js';

// What the page of a commit or tag shows and asks for.

/** A name and what it is, both as text. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** One check, ready to be shown. */
export interface CheckModel {
  readonly name: string;
  /** `refused`: the evidence holds, but a policy does not allow what it proves. */
  readonly result: 'passed' | 'failed' | 'refused' | 'not-made';
  /** The one character for it. */
  readonly symbol: string;
  readonly resultLabel: string;
  readonly text: string;
  readonly reason?: string;
  readonly help?: string;
}

/** Everything that the page shows. Every text is harmless and one line, except `message` and `pem`. */
export interface PageModel {
  readonly outcome: Outcome;
  /** The one character for it. */
  readonly symbol: string;
  /** Whether there may be a Sigstore bundle to copy. */
  readonly hasEvidence: boolean;
  readonly outcomeLabel: string;
  readonly means: string;
  readonly title: string;
  readonly message: string;
  readonly notices: readonly string[];
  readonly facts: readonly Fact[];
  readonly claims: readonly Fact[];
  readonly checks: readonly CheckModel[];
  readonly certificate: readonly Fact[];
  readonly pem: string;
  readonly parents: readonly string[];
  /** External addresses. The page names one by its number, and the extension opens it. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** The page's own words. */
  readonly labels: Readonly<Record<LabelName, string>>;
}

export type LabelName =
  | 'signer'
  | 'claims'
  | 'checks'
  | 'certificate'
  | 'raw'
  | 'openCertificate'
  | 'copyEvidence'
  | 'explain'
  | 'parents'
  | 'links'
  | 'check'
  | 'result'
  | 'why'
  | 'message';

/** What the page asks for, besides what every page does. */
export const WANTS = ['certificate', 'explain', 'evidence'] as const;
/** The same, with the number of one of a list. */
export const NUMBERED_WANTS = ['parent', 'link'] as const;

export type FromCommitPage = FromPage<(typeof WANTS)[number], (typeof NUMBERED_WANTS)[number]>;
