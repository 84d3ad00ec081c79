import { type HttpHandler, text } from '../http.js';

/** A static mirror of a TUF repository's files. */
export function createTuf(files: ReadonlyMap<string, Uint8Array>): HttpHandler {
  return async ({ method, path }) => {
    const body = files.get(decodeURIComponent(path.slice(1)));
    if (method !== 'GET' && method !== 'HEAD') return text(405, 'method not allowed');
    if (!body) return text(404, 'not found');
    const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return { status: 200, headers: { 'content-type': type }, body };
  };
}
