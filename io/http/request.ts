import type { HttpRequest, HttpResponse } from './types.js';

/**
 * Sends one request within its limits and returns the answer.
 * @throws NetworkError
 */
export function request(_request: HttpRequest): Promise<HttpResponse> {
  throw new Error('not built yet');
}
