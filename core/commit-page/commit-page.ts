import type { Outcome } from '../verdict/index.js';

// What the commit page and the extension say to each other. The page gets text only. It asks for something by a word and a
// number, so that text from a repository cannot become an address or a command there.

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

/** Why there is no longer a verdict. */
export interface GoneModel {
  readonly title: string;
  readonly text: string;
  readonly again: string;
}

export type ToPage = { readonly show: PageModel } | { readonly gone: GoneModel };

export type FromPage =
  | { readonly want: 'model' | 'certificate' | 'explain' | 'evidence' | 'again' }
  | { readonly want: 'parent' | 'link'; readonly index: number };

const PLAIN: readonly unknown[] = ['model', 'certificate', 'explain', 'evidence', 'again'];

/** Whether a message is one the page may send. */
export function isFromPage(message: unknown): message is FromPage {
  if (typeof message !== 'object' || message === null || !('want' in message)) return false;
  const { want } = message;
  if (PLAIN.includes(want)) return true;
  return (want === 'parent' || want === 'link') && 'index' in message && Number.isSafeInteger(message.index);
}
