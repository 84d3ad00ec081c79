import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultAction, Faults, HostileToken, ServerName } from './faults.js';

/** A request as a handler receives it. Header names are lower case. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Set by a fault: how the token in the answer must be wrong. */
  readonly hostile?: HostileToken;
}

/** An answer. Content-Length and Date are added later. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** One server of the sandbox. An error that it throws becomes a 500. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * One entry of the sandbox's record: the request and the status of the answer (0: none, because of a fault). No body, no query.
 */
export interface LoggedRequest {
  readonly server: ServerName;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A listening server. */
export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

const MAX_BODY = 8 << 20;
const GARBAGE = Uint8Array.from({ length: 512 }, (_, i) => (i * 167 + 13) % 256);

/** A JSON answer. */
export function json(
  status: number,
  value: unknown,
  headers?: Readonly<Record<string, string>>,
): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A plain text answer. */
export function text(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** Opens 127.0.0.1:`port` (0: any free one). The handler is fetched only when a request arrives. */
export function listen(
  name: ServerName,
  port: number,
  handler: () => HttpHandler,
  faults: Faults,
  log: (entry: LoggedRequest) => void,
): Promise<Listener> {
  const server = createServer((request, response) => {
    serve(name, request, response, handler(), faults, log).catch(() => response.destroy());
  });
  // As long as real servers: with Node's five seconds, a slow browser meets a connection that is just being closed.
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function serve(
  name: ServerName,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: HttpHandler,
  faults: Faults,
  log: (entry: LoggedRequest) => void,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const method = incoming.method ?? 'GET';
  const body = await readBody(incoming);
  const fault = faults.take(name, url.pathname);
  if (fault === 'hang' || fault === 'reset') {
    log({ server: name, method, path: url.pathname, status: 0 });
    if (fault === 'reset') incoming.socket.resetAndDestroy();
    return;
  }
  const answer = await answerTo(fault, () => {
    if (body === undefined) return Promise.resolve(text(413, 'request body too large'));
    const hostile = typeof fault === 'object' && 'idToken' in fault ? { hostile: fault.idToken } : {};
    return handler({
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers as Record<string, string>,
      body,
      ...hostile,
    });
  });
  log({ server: name, method, path: url.pathname, status: answer.status });
  send(outgoing, answer, fault === 'truncate', method === 'HEAD');
}

async function answerTo(
  fault: FaultAction | undefined,
  honest: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (fault === 'garbage') return { status: 200, body: GARBAGE };
  if (typeof fault === 'object') {
    if ('status' in fault) return text(fault.status, fault.body ?? `fault: status ${fault.status}`);
    if ('response' in fault) return fault.response;
    if ('replace' in fault) return fault.replace(await honest());
    if ('slow' in fault) await new Promise((resolve) => setTimeout(resolve, fault.slow));
  }
  try {
    return await honest();
  } catch (error) {
    return text(500, `sandbox: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function send(outgoing: ServerResponse, answer: HttpResponse, truncate: boolean, head: boolean): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  if (head) outgoing.end();
  else if (truncate) outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.destroy());
  else outgoing.end(body);
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size <= MAX_BODY ? Buffer.concat(chunks) : undefined;
}
