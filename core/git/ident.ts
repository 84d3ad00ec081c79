import { GitObjectError } from './error.js';

/** Who and when, as the object claims it: `Name <email> SECONDS ZONE`. Never evidence; not yet harmless to print. */
export interface Ident {
  readonly name: string;
  readonly email: string;
  /** Unix seconds; NaN where the object has no number that can be a date. */
  readonly time: number;
  /** `+0100`; empty where there is none. */
  readonly zone: string;
}

/**
 * A person line, read as git does (ident.c, split_ident_line): the email ends at the first `>` after the first `<`,
 * the date follows the last `>`.
 * @throws GitObjectError OBJECT_MALFORMED when there is no `<email>`
 */
export function parseIdent(line: string): Ident {
  const open = line.indexOf('<');
  const close = line.indexOf('>', open);
  if (open < 0 || close < 0)
    throw new GitObjectError('OBJECT_MALFORMED', 'a person is not written as "Name <email> time zone"');
  const [time = '', zone = ''] = line
    .slice(line.lastIndexOf('>') + 1)
    .trim()
    .split(' ');
  return {
    name: line.slice(0, open).trim(),
    email: line.slice(open + 1, close),
    time: /^\d{1,13}$/.test(time) ? Number(time) : Number.NaN,
    zone: /^[+-]\d{4}$/.test(zone) ? zone : '',
  };
}
