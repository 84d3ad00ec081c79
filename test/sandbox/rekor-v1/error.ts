import type { HttpResponse } from '../http.js';
import { json } from '../http.js';

/** An error in Rekor's form: `code` is the HTTP status, or a go-openapi validation code (6xx, answered as 422). */
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

/** A 400 while a proposed entry is canonicalized. Rekor puts "error processing entry: " before the message. */
export class EntryError extends Error {}

/** go-openapi's error for missing members. */
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
