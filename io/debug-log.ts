import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

// Part of what git starts for every signature: imports nothing of ours.

/** The file is put aside (FILE.1) when it has grown to this many bytes. */
export const LARGEST_DEBUG_LOG = 1024 * 1024;
const LONGEST_NOTE = 16_384;

// What may begin anywhere in a long run of letters would take quadratic time: the first looks back.
// Tokens (JWT), credentials in headers and URLs, what OAuth calls secret, and private keys.
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

/** Text without tokens, credentials, codes, verifiers and private keys. */
export function redacted(text: string): string {
  return SECRETS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

let configured: string | undefined;

/** Sets the file that the configuration names; the environment's WAXSEAL_DEBUG_LOG and WAXSEAL_DEBUG win. */
export function setDebugLog(path: string | undefined): void {
  configured = path;
}

/** The file that is written to, if any. */
export function debugLogPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['WAXSEAL_DEBUG_LOG'] || env['WAXSEAL_DEBUG'];
  // A relative path would be a file, or a link, of the repository at hand: the configuration refuses it, or knows the home.
  return named && isAbsolute(named) ? named : configured;
}

/**
 * Writes a note, which may have several lines, to the debug log, if there is one: redacted, with the time and this process's
 * id, in a file for the user alone that is bounded in size.
 * @returns false when it could not be written; never throws
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
