import { type HttpResponse, json } from '../http.js';

/** gRPC status codes that Fulcio's gateway answers with, and the HTTP status of each. */
const HTTP_STATUS = { 3: 400, 5: 404, 12: 501, 13: 500 } as const;

/** The error texts of Fulcio 1.8 (pkg/server/error.go), as its clients show them. */
export const MESSAGE = {
  token: 'There was an error processing the identity token',
  key: 'The public key supplied in the request could not be parsed',
  insecureKey: 'The public key supplied in the request is insecure',
  signature: 'The signature supplied in the request could not be verified',
  csr: 'The certificate signing request could not be parsed',
  ctLog: 'Error entering certificate in CTL',
} as const;

/** A refusal with a gRPC code; becomes `{code, message, details}`. */
export class FulcioError extends Error {
  constructor(
    readonly code: keyof typeof HTTP_STATUS,
    message: string,
  ) {
    super(message);
  }

  /** The answer the gateway gives. */
  response(): HttpResponse {
    return json(HTTP_STATUS[this.code], { code: this.code, message: this.message, details: [] });
  }
}

/** Invalid argument, HTTP 400: the answer to nearly every mistake of a client. */
export function invalid(message: string): FulcioError {
  return new FulcioError(3, message);
}
