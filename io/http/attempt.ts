import type { IncomingMessage } from 'node:http';
import { agentFor } from './agents.js';
import { readBody } from './body.js';
import { classifyError } from './classify.js';
import { NetworkError } from './error.js';
import type { Network } from './network.js';
import { type HttpRequest, isRepeatable } from './types.js';
import { USER_AGENT } from './user-agent.js';

/** For one attempt, from its start to the last byte. */
export const DEFAULT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_BYTES = 1 << 20;

/** One answer, unchanged. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Sends the request once. A redirect is an answer like any other. @throws NetworkError */
export async function attempt(url: URL, asked: HttpRequest, network: Network): Promise<RawAnswer> {
  const limits = new AbortController();
  const stop = (code: 'TIMEOUT' | 'ABORTED', detail: string) =>
    limits.abort(new NetworkError(code, { url, detail, ...(code === 'TIMEOUT' && { hint: SLOW }) }));
  const { timeoutMs = DEFAULT_TIMEOUT_MS, connectTimeoutMs = CONNECT_TIMEOUT_MS, signal } = asked;
  const total = setTimeout(() => stop('TIMEOUT', `no whole answer within ${seconds(timeoutMs)}`), timeoutMs);
  const connecting = setTimeout(
    () => stop('TIMEOUT', `no connection within ${seconds(connectTimeoutMs)}`),
    connectTimeoutMs,
  );
  let stalled: NodeJS.Timeout | undefined;
  const onAbort = () => stop('ABORTED', 'given up');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    const answer = await send(url, asked, network, limits.signal, () => clearTimeout(connecting));
    const { stallMs } = asked;
    if (stallMs !== undefined)
      stalled = setTimeout(() => stop('TIMEOUT', `nothing came for ${seconds(stallMs)}`), stallMs);
    return {
      status: answer.statusCode ?? 0,
      headers: flatHeaders(answer),
      body: await readBody(url, answer, asked.maxBytes ?? MAX_BYTES, () => stalled?.refresh()),
    };
  } catch (error) {
    throw classifyError(url, limits.signal.aborted ? limits.signal.reason : error);
  } finally {
    clearTimeout(total);
    clearTimeout(connecting);
    clearTimeout(stalled);
    signal?.removeEventListener('abort', onAbort);
  }
}

const SLOW = 'the service may be down or the network slow; try again';

async function send(
  url: URL,
  asked: HttpRequest,
  network: Network,
  signal: AbortSignal,
  onConnected: () => void,
): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const agent = await agentFor(url, network, isRepeatable(asked));
  const body = typeof asked.body === 'string' ? Buffer.from(asked.body, 'utf8') : asked.body;
  const headers = {
    ...asked.headers,
    'user-agent': USER_AGENT,
    'accept-encoding': 'identity',
    ...(body && { 'content-length': String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: asked.method ?? 'GET', headers, agent, signal });
    sent.once('socket', (socket) => {
      if (!socket.connecting) return onConnected();
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', onConnected);
    });
    sent.once('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

function flatHeaders(answer: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
