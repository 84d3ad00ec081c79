/** Kinds of signatures and objects that need other advice than most, in words for people. */
export const ADVICE_CASES = {
  x509: 'an S/MIME signature',
  ssh: 'an SSH signature',
  openpgp: 'an OpenPGP signature',
  tag: 'a tag',
  blob: 'a file',
  image: 'an image',
} as const;

/** One of them. */
export type AdviceCase = keyof typeof ADVICE_CASES;

/** The words for a reason, wherever it is shown. Each is one line of plain text. */
export interface ReasonHelp {
  /** What is wrong, without a full stop. */
  readonly title: string;
  /** What to do about it, as an instruction. */
  readonly todo: string;
  /** What to do instead for a signature or an object of this kind. */
  readonly of?: Readonly<Partial<Record<AdviceCase, string>>>;
}
