import { fromBase64, toBase64 } from './base64.js';
import { latin1 } from './bytes.js';
import { EncodingError } from './error.js';

const LINE = 64;

/** One strict PEM block: 64-column base64, LF, final newline (RFC 7468 section 3, the form Go's pem.Encode writes). */
export function encodePem(label: string, der: Uint8Array): string {
  const base64 = toBase64(der);
  let lines = '';
  for (let at = 0; at < base64.length; at += LINE) lines += `${base64.slice(at, at + LINE)}\n`;
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/**
 * The DER of text that is exactly one PEM block with this label: no headers, LF or CRLF line ends, base64 in lines of
 * 64 columns (the last may be shorter), nothing before or after (RFC 7468 section 3, "stricttextualmsg").
 * @throws EncodingError PEM_MALFORMED or BASE64_MALFORMED
 */
export function decodePem(label: string, pem: Uint8Array | string): Uint8Array {
  const text = typeof pem === 'string' ? pem : latin1(pem);
  return usualForm(label, text) ?? lineByLine(label, text);
}

/**
 * The DER when the text is exactly what `encodePem` writes, else undefined. The check decodes leniently and encodes again,
 * which takes a third of the time of splitting the text into lines.
 */
function usualForm(label: string, text: string): Uint8Array | undefined {
  const body = Buffer.from(text.slice(label.length + 17, -label.length - 15), 'base64');
  const der = new Uint8Array(body.buffer, body.byteOffset, body.length);
  return encodePem(label, der) === text ? der : undefined;
}

function lineByLine(label: string, text: string): Uint8Array {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  const body = lines.slice(1, -1);
  if (lines[0] !== `-----BEGIN ${label}-----`)
    throw new EncodingError('PEM_MALFORMED', `no "BEGIN ${label}" line at the start`);
  if (lines.at(-1) !== `-----END ${label}-----`)
    throw new EncodingError('PEM_MALFORMED', `no "END ${label}" line at the end`);
  const last = body.length - 1;
  const wellCut = body.every((line, i) =>
    i < last ? line.length === LINE : line.length > 0 && line.length <= LINE,
  );
  if (!wellCut) throw new EncodingError('PEM_MALFORMED', 'base64 is not in lines of 64 columns');
  return fromBase64(body.join(''));
}

/**
 * Every block with this label in a PEM file, in order; text outside blocks is skipped (RFC 7468 section 2), so that
 * certificate bundles with comments can be read.
 * @throws EncodingError PEM_MALFORMED when a block is not closed, BASE64_MALFORMED
 */
export function decodePemBundle(label: string, pem: string): Uint8Array[] {
  const out: Uint8Array[] = [];
  let body: string[] | undefined;
  for (const raw of pem.split('\n')) {
    const line = raw.trim();
    if (line === `-----BEGIN ${label}-----`) body = [];
    else if (line === `-----END ${label}-----` && body) {
      out.push(fromBase64(body.join('')));
      body = undefined;
    } else body?.push(line);
  }
  if (body) throw new EncodingError('PEM_MALFORMED', `a "BEGIN ${label}" block is not closed`);
  return out;
}
