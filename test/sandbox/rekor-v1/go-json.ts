/** JSON text that Go's decoder would refuse, with its error text. */
export class GoJsonError extends Error {}

/**
 * Parses JSON like Go's streaming decoder where it matters here: the same errors for truncated text, and for a first character
 * that starts no value.
 * @throws GoJsonError
 */
export function parseGoJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const first = text.trimStart()[0] ?? '';
    if (!/[[{"\d\-tfn]/.test(first))
      throw new GoJsonError(`invalid character '${first}' looking for beginning of value`);
    const cut = error instanceof Error && /end of JSON|Unterminated|property name or '}'/.test(error.message);
    throw new GoJsonError(cut ? 'unexpected EOF' : 'invalid character in JSON');
  }
}

/** The bytes of base64 text as Go's StdEncoding reads it, or its error. */
export function decodeGoBase64(text: string): Uint8Array | { readonly problem: string } {
  const bad = text.search(/[^A-Za-z0-9+/=\r\n]/);
  const bytes = Buffer.from(text, 'base64');
  if (bad < 0 && bytes.toString('base64') === text.replace(/[\r\n]/g, '')) return bytes;
  return { problem: `illegal base64 data at input byte ${bad < 0 ? text.length - (text.length % 4) : bad}` };
}
