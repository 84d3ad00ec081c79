import type { HttpResponse } from '../http.js';
import { json } from '../http.js';

/** A refusal in Rekor's form: `code` is the HTTP status, or a go-openapi validation code (6xx, answered as 422). */
export class RekorError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** The answer: `{"code", "message"}`. */
  response(): HttpResponse {
    return json(this.code >= 600 ? 422 : this.code, { code: this.code, message: this.message }, this.headers);
  }
}

/** 400 while canonicalizing a proposed entry; Rekor prefixes the message with "error processing entry: ". */
export class EntryError extends Error {}

/** What a go-openapi model says of members that are missing. */
export function requireMembers(
  object: Readonly<Record<string, unknown>>,
  prefix: string,
  ...names: string[]
) {
  const problems = names
    .filter((name) => object[name] === undefined || object[name] === null)
    .map((name) => `${prefix}${name} in body is required`);
  if (problems.length > 0) throw new EntryError(`validation failure list:\n${problems.join('\n')}`);
}
