import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

// git loads this for every signature, so it imports nothing of ours.

/** When the file reaches this size in bytes, it is renamed to FILE.1. */
export const LARGEST_DEBUG_LOG = 1024 * 1024;
const LONGEST_NOTE = 16_384;

// Tokens (JWT), credentials in headers and URLs, secrets of OAuth, and private keys. The first pattern looks back
// at the character before it: a pattern that may begin anywhere in a long word would take quadratic time.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '<redacted key>'],
  [
    /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*|\beyJ[A-Za-z0-9_.-]{10,}/g,
    '<redacted>',
  ],
  [/\b(bearer|basic|dpop)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 <redacted>'],
  [/((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi, '$1<redacted>'],
  [
    /\b((?:code|code_verifier|device_code|state|nonce|client_secret|(?:id_|access_|refresh_)?token|password)["']?\s*[=:]\s*["']?)[^\s"'&,;<]{4,}/gi,
    '$1<redacted>',
  ],
  [/(\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1<redacted>@'],
];

/** The text with tokens, credentials, codes, verifiers and private keys removed. */
export function redacted(text: string): string {
  return SECRETS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
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
    makeRoom(file);
    const line = `${new Date().toISOString()} ${process.pid} ${redacted(text.slice(0, 2 * LONGEST_NOTE)).slice(0, LONGEST_NOTE)}\n`;
    appendFileSync(file, line, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function makeRoom(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return;
  if ((found.mode & 0o077) !== 0) chmodSync(file, 0o600);
  if (found.size >= LARGEST_DEBUG_LOG) renameSync(file, `${file}.1`);
}
