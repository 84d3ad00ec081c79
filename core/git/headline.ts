import { isAscii, latin1 } from '../encoding/index.js';

/** What an object says about itself, not proven: its first line, and the committer's or tagger's time in Unix seconds. */
export interface Headline {
  readonly subject: string;
  readonly time?: number;
}

const MOST = 4096;
const LINE_FEED = 10;
const lenient = new TextDecoder();

/** Reads no more than a few kilobytes of a raw commit or tag, whatever it holds; never throws. */
export function headlineOf(raw: Uint8Array): Headline {
  const headers = latin1(raw.subarray(0, MOST));
  const seconds = /^(?:committer|tagger) [^\n]*> (\d{1,12}) [+-]\d{4}$/m.exec(headers)?.[1];
  const subject = subjectOf(raw, headers.indexOf('\n\n'));
  return { subject, ...(seconds !== undefined && { time: Number(seconds) }) };
}

/**
 * The first line after the empty line that ends the headers.
 * @param headersEnd where the headers end; negative when that is not known
 */
function subjectOf(raw: Uint8Array, headersEnd: number): string {
  let at = headersEnd < 0 ? raw.indexOf(LINE_FEED) : headersEnd;
  while (at >= 0 && raw[at + 1] !== LINE_FEED) at = raw.indexOf(LINE_FEED, at + 1);
  if (at < 0) return '';
  let start = at + 2;
  while (raw[start] === LINE_FEED) start += 1;
  const end = raw.indexOf(LINE_FEED, start);
  const last = end < 0 ? raw.length : end;
  const line = raw.subarray(start, Math.min(last, start + MOST));
  return isAscii(line) ? latin1(line) : lenient.decode(line);
}
