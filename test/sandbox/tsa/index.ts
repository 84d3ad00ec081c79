import { encodePem } from '../../../core/encoding/index.js';
import type { SandboxContext } from '../context.js';
import { type HttpHandler, type HttpRequest, type HttpResponse, json } from '../http.js';
import { parseJsonQuery, parseQuery, TsaError } from './request.js';
import { timestampResponse } from './token.js';

const QUERY = 'application/timestamp-query';
const REPLY = { 'content-type': 'application/timestamp-reply' };

/** An RFC 3161 timestamp authority (github.com/sigstore/timestamp-authority 2.1) on the sandbox's keys and clock. */
export function createTsa(context: SandboxContext): HttpHandler {
  const chain = context.chains.tsa;
  const [certificate = new Uint8Array()] = chain;
  const signer = { key: context.keys.tsa, certificate };
  const certchain: HttpResponse = {
    status: 200,
    headers: {
      'content-type': 'application/pem-certificate-chain',
      'cache-control': 'max-age=86400, immutable',
    },
    body: chain.map((item) => encodePem('CERTIFICATE', item)).join(''),
  };
  const routes: Readonly<Record<string, Readonly<Record<string, (request: HttpRequest) => HttpResponse>>>> = {
    '/ping': { GET: () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: '.' }) },
    '/api/v1/timestamp/certchain': { GET: () => certchain },
    '/api/v1/timestamp': { POST: (request) => timestamp(request, signer, context.clock()) },
  };
  return async (request) => {
    const path = request.path.replace(/(.)\/$/, '$1');
    const methods = routes[path];
    if (!methods) return json(404, { code: 404, message: `path ${path} was not found` });
    const answer = methods[request.method];
    if (answer) return answer(request);
    const allow = Object.keys(methods).join(',');
    const message = `method ${request.method} is not allowed, but [${allow}] are`;
    return json(405, { code: 405, message }, { allow });
  };
}

function timestamp(
  { headers, body }: HttpRequest,
  signer: Parameters<typeof timestampResponse>[1],
  now: number,
): HttpResponse {
  if (body.length === 0) return json(422, { code: 602, message: 'request in body is required' });
  const type = (headers['content-type'] ?? 'application/octet-stream').split(';')[0]?.trim();
  if (type !== QUERY && type !== 'application/json') {
    const message = `unsupported media type "${type}", only [${QUERY} application/json] are allowed`;
    return json(415, { code: 415, message });
  }
  try {
    const query = type === QUERY ? parseQuery(body) : parseJsonQuery(Buffer.from(body).toString());
    return { status: 200, headers: REPLY, body: timestampResponse(query, signer, now) };
  } catch (error) {
    // The real server also sends JSON as "application/timestamp-reply".
    if (error instanceof TsaError) return json(400, { code: 400, message: error.message }, REPLY);
    throw error;
  }
}
