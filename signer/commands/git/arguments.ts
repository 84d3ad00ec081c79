import { UsageError } from '../../errors.js';

/** A request of git to its x509 program (git's gpg-interface.c; gpgsm's arguments). */
export type GitRequest =
  | { readonly mode: 'sign'; readonly statusFd: number | undefined; readonly armor: boolean }
  | {
      readonly mode: 'verify';
      readonly statusFd: number | undefined;
      /** File with the signature. */
      readonly signature: string;
      /** The signed file; `-` is standard input. */
      readonly payload: string;
    };

type Letter = 's' | 'b' | 'a' | 'v';

const LETTERS: Readonly<Record<string, Letter>> = {
  sign: 's',
  'detach-sign': 'b',
  'detached-sign': 'b',
  armor: 'a',
  verify: 'v',
};

/** Options with a value; only `status-fd` is used. git's key (`-u`) is not, because the certificate says who signs. */
const WITH_VALUE = new Set(['status-fd', 'local-user', 'keyid-format', 'include-certs']);

const HINT = 'git calls this program; for the commands to use by hand see "waxseal help"';

function usage(message: string): UsageError {
  return new UsageError(message, HINT);
}

interface Seen {
  readonly letters: Set<Letter>;
  readonly files: string[];
  statusFd?: number;
}

function descriptor(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw usage('--status-fd is not the number of a file descriptor');
  return Number(text);
}

function long(argument: string, rest: string[], seen: Seen): void {
  const cut = argument.indexOf('=');
  const name = cut < 0 ? argument : argument.slice(0, cut);
  const letter = Object.hasOwn(LETTERS, name) ? LETTERS[name] : undefined;
  if (letter && cut < 0) seen.letters.add(letter);
  else if (WITH_VALUE.has(name)) {
    const value = cut < 0 ? rest.shift() : argument.slice(cut + 1);
    if (value === undefined) throw usage(`--${name} needs a value`);
    if (name === 'status-fd') seen.statusFd = descriptor(value);
  } else throw usage(`unknown argument --${name}`);
}

function short(cluster: string, rest: string[], seen: Seen): void {
  for (const [index, letter] of Array.from(cluster).entries()) {
    if (letter === 'u') {
      if (index === cluster.length - 1 && rest.shift() === undefined) throw usage('-u needs a value');
      return;
    }
    if (letter !== 's' && letter !== 'b' && letter !== 'a' && letter !== 'v')
      throw usage(`unknown argument -${letter}`);
    seen.letters.add(letter);
  }
}

/**
 * Parses git's arguments: `--status-fd=2 -bsau KEY` to sign, `--status-fd=1 --verify FILE -` to verify, and the other spellings
 * that gpgsm and gitsign accept (`-abu KEY`, `--keyid-format=long`, …).
 * @throws UsageError for anything else: nothing is guessed
 */
export function parseGitRequest(argv: readonly string[]): GitRequest {
  const rest = [...argv];
  const seen: Seen = { letters: new Set(), files: [] };
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '-' || !argument.startsWith('-')) seen.files.push(argument);
    else if (argument === '--') seen.files.push(...rest.splice(0));
    else if (argument.startsWith('--')) long(argument.slice(2), rest, seen);
    else short(argument.slice(1), rest, seen);
  }
  return requestOf(seen);
}

function requestOf({ letters, files, statusFd }: Seen): GitRequest {
  const signing = letters.has('s') || letters.has('b');
  if (letters.has('v')) {
    if (signing || letters.has('a')) throw usage('--verify cannot be combined with signing');
    const [signature, payload, ...more] = files;
    if (signature === undefined || signature === '-' || payload === undefined || more.length > 0)
      throw usage(
        '--verify needs the file with the signature and then the signed file, or - for standard input',
      );
    return { mode: 'verify', statusFd, signature, payload };
  }
  if (!signing) {
    throw usage('nothing to do');
  }
  if (!letters.has('b')) throw usage('only detached signatures (-b) are made');
  if (files.length > 0) throw usage('what to sign is read from standard input, not from a file');
  return { mode: 'sign', statusFd, armor: letters.has('a') };
}
