import { isObject } from '../../../core/encoding/index.js';
import { type HttpRequest, NetworkError, request } from '../../http/index.js';
import { IdentityError } from '../error.js';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;

/**
 * The text in the field `field` of a service's JSON answer. GitHub, Buildkite and Google issue tokens in this way.
 * @param name the service, for messages
 * @throws IdentityError TOKEN_SOURCE_FAILED; it never quotes the answer
 */
export async function askForToken(name: string, field: string, asked: HttpRequest): Promise<string> {
  const response = await ask(name, asked);
  const answer = response.json();
  if (isObject(answer) && typeof answer[field] === 'string') return answer[field];
  throw new IdentityError('TOKEN_SOURCE_FAILED', `${name} gave an answer without a token`);
}

/** The answer of a service that issues tokens. @throws IdentityError TOKEN_SOURCE_FAILED */
export async function ask(name: string, asked: HttpRequest) {
  try {
    const response = await request({
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      repeatable: true,
      ...asked,
    });
    return { ...response, json: () => readJson(name, response.json) };
  } catch (cause) {
    throw noToken(name, cause);
  }
}

function readJson(name: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    throw noToken(name, cause);
  }
}

function noToken(name: string, cause: unknown): unknown {
  if (!(cause instanceof NetworkError)) return cause;
  const message = `${name} gave no token: ${cause.message}`;
  return new IdentityError('TOKEN_SOURCE_FAILED', message, cause.hint, cause);
}
