/** Kinds of signatures and objects for which something else can be done than for most, as people are told of them. */
export const ADVICE_CASES = {
  x509: 'an S/MIME signature',
  ssh: 'an SSH signature',
  openpgp: 'an OpenPGP signature',
  tag: 'a tag',
  blob: 'a file',
} as const;

/** One of them. */
export type AdviceCase = keyof typeof ADVICE_CASES;

/** What people are told about a reason, wherever it is shown. All are one line of plain text. */
export interface ReasonHelp {
  /** What is the matter, without a full stop. */
  readonly title: string;
  /** What to do about it, as an instruction. */
  readonly todo: string;
  /** What to do instead about a signature or an object of this kind. */
  readonly of?: Readonly<Partial<Record<AdviceCase, string>>>;
}
