import { latin1, withoutStacks } from '../../encoding/index.js';
import type { LocalOffset } from './absolute-time.js';
import { type AllowedOptions, endOfOptions, parseAllowedOptions } from './allowed-options.js';
import { Bound } from './bound.js';
import { SshSignatureError } from './error.js';
import { readKeyText, startsWithKey } from './key-text.js';
import { linesOf } from './lines.js';
import type { SshKey } from './types.js';

/** One line of an allowed signers file: who may sign with which key. Text has one character for each byte. */
export interface AllowedSigner extends AllowedOptions {
  /** From 1. */
  readonly line: number;
  /** Pattern list as written. */
  readonly principals: string;
  readonly key: SshKey;
}

/** An allowed signers file. A wrong line does not count, as in OpenSSH, and `problems` names it. */
export interface AllowedSigners {
  readonly signers: readonly AllowedSigner[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** SSH_ALLOWED_SIGNERS_TOO_LARGE: the file was not read to its end, so it gives no answer. */
  readonly tooLarge?: SshSignatureError;
}

const LARGEST = 1 << 24;
const LONGEST_LINE = 1 << 16;
/** Lines that are neither empty nor a comment. */
const MOST_LINES = 100_000;

function tooLarge(): SshSignatureError {
  return new SshSignatureError(
    'SSH_ALLOWED_SIGNERS_TOO_LARGE',
    `the file has more than ${LARGEST} bytes or ${MOST_LINES} lines`,
  );
}

/** The first field, which may be partly in quotes, and what follows it. Undefined when nothing follows or a quote is open. */
function cutPrincipals(line: string): { principals: string; rest: string } | undefined {
  const plain = /^([^ \t\r"]*)([ \t\r]|")/.exec(line);
  if (!plain) return undefined;
  const head = plain[1] ?? '';
  let rest = line.slice(head.length + 1);
  let principals = head;
  if (plain[2] === '"') {
    const close = rest.indexOf('"');
    if (close < 0) return undefined;
    principals += rest.slice(0, close);
    rest = rest.slice(close + 1);
  }
  return { principals, rest: rest.replace(/^[ \t\r]+/, '') };
}

function parseLine(text: string, line: number, localOffset: LocalOffset): AllowedSigner {
  const bad = (why: string) => new SshSignatureError('SSH_KEY_MALFORMED', why);
  if (text.length > LONGEST_LINE) throw bad(`longer than ${LONGEST_LINE} bytes`);
  if (text.includes('\0')) throw bad('holds a NUL byte');
  const cut = cutPrincipals(text);
  if (!cut) throw bad('no key after the principals, or a quote that is not closed');
  const { principals, rest } = cut;
  const end = startsWithKey(rest) ? 0 : endOfOptions(rest);
  const key = readKeyText(rest.slice(end));
  return { line, principals, key, ...parseAllowedOptions(rest.slice(0, end), localOffset) };
}

/**
 * Reads an allowed signers file (ssh-keygen(1) ALLOWED SIGNERS): each line is `principals [options] type base64 [comment]`;
 * empty lines and lines that start with `#` are comments. Never throws: wrong lines are listed, and a file of more than 16
 * MiB or 100,000 lines is `tooLarge`.
 */
export function parseAllowedSigners(file: Uint8Array, localOffset: LocalOffset): AllowedSigners {
  return withoutStacks(() => parseLines(file, localOffset));
}

function parseLines(file: Uint8Array, localOffset: LocalOffset): AllowedSigners {
  const signers: AllowedSigner[] = [];
  const problems: { line: number; message: string }[] = [];
  const size = new Bound(MOST_LINES, tooLarge);
  try {
    if (file.length > LARGEST) throw tooLarge();
    for (const { text: raw, line } of linesOf(latin1(file))) {
      const text = raw.replace(/^[ \t\r]+/, '').replace(/\r+$/, '');
      if (text === '' || text.startsWith('#')) continue;
      size.spend(1);
      try {
        signers.push(parseLine(text, line, localOffset));
      } catch (error) {
        if (!(error instanceof SshSignatureError)) throw error;
        problems.push({ line, message: error.message });
      }
    }
  } catch (error) {
    if (!(error instanceof SshSignatureError)) throw error;
    return { signers: [], problems: [], tooLarge: error };
  }
  return { signers, problems };
}
