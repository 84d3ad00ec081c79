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

/**
 * Options with a value. Only `status-fd` is used, and `output` must be `-`. git's key (`-u`) is not used, because the certificate says
 * who signs.
 */
const WITH_VALUE = new Set([
  ...['status-fd', 'local-user', 'default-key', 'keyid-format', 'include-certs', 'output'],
]);

/** gpg's options for a caller without a person, which change nothing here: no question is asked on a pipe of git's. */
const WITHOUT_EFFECT = new Set([
  ...['batch', 'no-batch', 'tty', 'no-tty', 'yes', 'no', 'quiet', 'no-verbose', 'verbose'],
  ...['no-secmem-warning', 'no-permission-warning', 'no-greeting', 'no-auto-check-trustdb', 'utf8-strings'],
]);

/** The options of one letter that have a value, by their long names. */
const SHORT_WITH_VALUE: Readonly<Record<string, string>> = { u: 'local-user', o: 'output' };

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
  else if (WITHOUT_EFFECT.has(name) && cut < 0) return;
  else if (WITH_VALUE.has(name)) {
    const value = cut < 0 ? rest.shift() : argument.slice(cut + 1);
    if (value === undefined) throw usage(`--${name} needs a value`);
    take(name, value, seen);
  } else throw usage(`unknown argument --${name}`);
}

function take(name: string, value: string, seen: Seen): void {
  if (name === 'status-fd') seen.statusFd = descriptor(value);
  if (name === 'output' && value !== '-')
    throw usage('the signature is written to standard output, not to a file');
}

function short(cluster: string, rest: string[], seen: Seen): void {
  for (const [index, letter] of Array.from(cluster).entries()) {
    const name = Object.hasOwn(SHORT_WITH_VALUE, letter) ? SHORT_WITH_VALUE[letter] : undefined;
    if (name !== undefined) {
      const value = index === cluster.length - 1 ? rest.shift() : cluster.slice(index + 1);
      if (value === undefined) throw usage(`-${letter} needs a value`);
      take(name, value, seen);
      return;
    }
    if (letter === 'q') continue;
    if (letter !== 's' && letter !== 'b' && letter !== 'a' && letter !== 'v')
      throw usage(`unknown argument -${letter}`);
    seen.letters.add(letter);
  }
}

/**
 * Parses git's arguments: `--status-fd=2 -bsau KEY` to sign, `--status-fd=1 --verify FILE -` to verify, and the other spellings
 * that gpgsm and gitsign accept (`-abu KEY`, `--keyid-format=long`, …). Callers that are used to gpg may add `--batch`, `--no-tty`,
 * `--output -` and `-` for standard input.
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
  if (files.some((file) => file !== '-') || files.length > 1)
    throw usage('what to sign is read from standard input, not from a file');
  return { mode: 'sign', statusFd, armor: letters.has('a') };
}
