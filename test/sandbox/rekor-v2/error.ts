import { type HttpResponse, json } from '../http.js';

/** gRPC codes as grpc-gateway turns them into HTTP statuses. */
const STATUS = { 3: 400, 5: 404, 6: 409, 12: 501 } as const;

/** An error in rekor-tiles' form: a gRPC status as JSON. */
export class RpcError extends Error {
  constructor(
    readonly code: keyof typeof STATUS,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** The answer: `{"code", "message", "details"}`. */
  response(): HttpResponse {
    const body = { code: this.code, message: this.message, details: [] };
    return json(STATUS[this.code], body, this.headers);
  }
}
