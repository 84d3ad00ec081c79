/** The checks of a verdict, in the order in which they are shown. */
export const CHECK_NAMES = [
  'structure',
  'payload-digest',
  'signature',
  'certificate',
  'chain',
  'sct',
  'log-entry',
  'set',
  'inclusion',
  'checkpoint',
  'timestamp',
  'time',
  'name',
  'annotations',
  'revocation',
  'signer',
] as const;

/** One check of a verdict. */
export type CheckName = (typeof CHECK_NAMES)[number];
