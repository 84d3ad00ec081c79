import type { IncomingMessage } from 'node:http';
import { NetworkError } from './error.js';

/**
 * The whole body of an answer.
 * @param onPiece is called for each piece that comes
 * @throws NetworkError TOO_LARGE, MALFORMED, CONNECT_FAILED if it is cut short
 */
export async function readBody(
  url: URL,
  answer: IncomingMessage,
  maxBytes: number,
  onPiece: () => void = () => undefined,
): Promise<Uint8Array> {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    answer.destroy();
    throw new NetworkError('MALFORMED', { url, detail: 'an answer in a content encoding nobody asked for' });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(url, answer, maxBytes);
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    onPiece();
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(url, answer, maxBytes);
    chunks.push(chunk);
  }
  if (!answer.complete) throw new NetworkError('CONNECT_FAILED', { url, detail: 'the answer was cut short' });
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLarge(url: URL, answer: IncomingMessage, maxBytes: number): NetworkError {
  answer.destroy();
  return new NetworkError('TOO_LARGE', { url, detail: `an answer of more than ${maxBytes} bytes` });
}
