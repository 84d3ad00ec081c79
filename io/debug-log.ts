import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  renameSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { isAbsolute } from 'node:path';

// git loads this for every signature, so it imports nothing of ours.

/** When the file reaches this size in bytes, it is renamed to FILE.1. */
export const LARGEST_DEBUG_LOG = 1024 * 1024;
const LONGEST_NOTE = 16_384;

// Credentials in headers and URLs, secrets of OAuth, and private keys.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '<redacted key>'],
  [/\b(bearer|basic|dpop)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 <redacted>'],
  [/((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi, '$1<redacted>'],
  [
    /\b((?:code|code_verifier|device_code|state|nonce|client_secret|(?:[a-z]{1,20}_)?token|password|passwd|api_?key)["']?\s*[=:]\s*["']?)[^\s"'&,;<]{4,}/gi,
    '$1<redacted>',
  ],
  // A password may contain an @, so it ends at the last one before the path.
  [/(\/\/)[^\s/"'<>]{1,1000}@/g, '$1<redacted>@'],
];

// A JWT, or its beginning: its first part is JSON in base64url, which begins with a brace, perhaps a space or a line, and a quote.
const TOKEN = /(?:ey[IJ]|eyAi|ewo[Jgi]|ew0K)[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*/g;
const HEADER = /^\{\s*(?:"[\x20-\x7e]*)?$/;

/** Host names have the form of a token, too, but no part of them is JSON. */
function withoutToken(word: string): string {
  const [first = ''] = word.split('.', 1);
  const whole = Math.min(first.length, 20) & ~3;
  return HEADER.test(Buffer.from(first.slice(0, whole), 'base64url').toString('latin1'))
    ? '<redacted>'
    : word;
}

/** The text with tokens, credentials, codes, verifiers and private keys removed. */
export function redacted(text: string): string {
  const untold = text.replace(TOKEN, withoutToken);
  return SECRETS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), untold);
}

let configured: string | undefined;

/** Sets the file from the configuration. The variables WAXSEAL_DEBUG_LOG and WAXSEAL_DEBUG are stronger. */
export function setDebugLog(path: string | undefined): void {
  configured = path;
}

/** The path of the debug log, if there is one. */
export function debugLogPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['WAXSEAL_DEBUG_LOG'] || env['WAXSEAL_DEBUG'];
  // A relative path would be a file or a link in the repository, so it is ignored. (The configuration refuses one,
  // too.)
  return named && isAbsolute(named) ? named : configured;
}

/**
 * Writes a note, which may have several lines, to the debug log, if there is one. The note is redacted and has the
 * time and this process's id. Only the user can read the file, and its size is bounded.
 * @returns false if it could not be written; never throws
 */
export function debugNote(text: string, file = debugLogPath()): boolean {
  if (!file) return true;
  try {
    const line = `${new Date().toISOString()} ${process.pid} ${redacted(text.slice(0, 2 * LONGEST_NOTE)).slice(0, LONGEST_NOTE)}\n`;
    const fd = openOwn(file);
    try {
      writeSync(fd, line);
    } finally {
      closeSync(fd);
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens the log to write at its end. A link counts only if this user or root made it: in a directory like /tmp others could let us
 * write into any file. A file of somebody else's is refused, too, and a pipe that nobody reads does not block.
 */
function openOwn(file: string, again = true): number {
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const isOwnLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() && isOurs(lstatSync(file));
  const fd = openSync(file, O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK | (isOwnLink ? 0 : O_NOFOLLOW), 0o600);
  const found = fstatSync(fd);
  if (!found.isFile()) return fd;
  if (!isOurs(found)) {
    closeSync(fd);
    throw new Error('the debug log belongs to somebody else');
  }
  if ((found.mode & 0o077) !== 0) fchmodSync(fd, 0o600);
  if (found.size < LARGEST_DEBUG_LOG || !again) return fd;
  closeSync(fd);
  renameSync(file, `${file}.1`);
  return openOwn(file, false);
}

function isOurs({ uid }: Stats): boolean {
  const own = process.getuid?.();
  return own === undefined || uid === own || uid === 0;
}
