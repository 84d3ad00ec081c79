/** What people are told about a reason, wherever it is shown. Both are one line of plain text. */
export interface ReasonHelp {
  /** What is the matter, without a full stop. */
  readonly title: string;
  /** What to do about it, as an instruction. */
  readonly todo: string;
}
