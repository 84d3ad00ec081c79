const MAX_LENGTH = 200;

// Three base64url parts: a JWT. Fulcio and OpenID Connect servers may quote the token they refuse.
const TOKEN_LIKE = /[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g;
const CREDENTIAL = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
// C0, DEL, C1, line and paragraph separators, bidirectional controls, zero-width characters, lone surrogates.
const HARMFUL =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text of a server made fit to print: one line, no control or direction characters, tokens replaced by `<redacted>`, at
 * most 200 characters.
 */
export function harmlessServerText(text: string): string {
  // Bounded before matching; tokens are cut out before the final cut, which could leave half of one behind.
  const redacted = text
    .slice(0, 16_384)
    .replace(CREDENTIAL, '$1 <redacted>')
    .replace(TOKEN_LIKE, '<redacted>');
  const line = redacted.replace(HARMFUL, ' ').replace(/ {2,}/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}
