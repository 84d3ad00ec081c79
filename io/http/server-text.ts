import { harmless } from '../../core/harmless/index.js';

const MAX_LENGTH = 200;
const MAX_READ = 16_384;

// Base64url parts joined by dots: a JWT. Fulcio and OpenID Connect servers may quote the token they refuse.
const TOKEN_LIKE = /[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*|\beyJ[A-Za-z0-9_.-]{10,}/g;
const CREDENTIAL = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;

/**
 * Text from a server, safe to print: one harmless line of at most 200 characters. Tokens and credentials are
 * replaced by `<redacted>`.
 */
export function harmlessServerText(text: string): string {
  // Redact before the text is shortened: a cut token might no longer be recognised, and half of it would stay.
  const redacted = text
    .slice(0, MAX_READ)
    .replace(CREDENTIAL, '$1 <redacted>')
    .replace(TOKEN_LIKE, '<redacted>')
    .replace(/\s+/g, ' ')
    .trim();
  const line = Array.from(harmless(redacted));
  return line.length <= MAX_LENGTH ? line.join('') : `${line.slice(0, MAX_LENGTH - 1).join('')}…`;
}
