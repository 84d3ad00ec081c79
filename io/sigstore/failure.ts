import { NetworkError } from '../http/index.js';
import { SigstoreError, type SigstoreErrorCode } from './error.js';

/** The error codes of one service. */
interface Codes {
  readonly refused: SigstoreErrorCode;
  readonly unavailable: SigstoreErrorCode;
  readonly malformed: SigstoreErrorCode;
}

/** A service: its name for people, its error codes, and a hint for a refused request. */
export interface Service {
  readonly name: string;
  readonly codes: Codes;
  readonly refusedHint: string;
}

/**
 * The SigstoreError for an error that a request to a service threw. Only the message of a NetworkError is repeated,
 * because it is bounded and redacted.
 */
export function serviceFailure(service: Service, error: unknown): SigstoreError {
  if (error instanceof SigstoreError) return error;
  const network = networkErrorIn(error);
  const { name, codes } = service;
  if (network === undefined) {
    return new SigstoreError(codes.malformed, `${name} gave an answer that cannot be read`, CHECK_URL, error);
  }
  const said = `${name} at ${network.message}`;
  const { status = 0 } = network;
  if (network.code === 'STATUS' && status >= 400 && status < 500 && status !== 408 && status !== 429)
    return new SigstoreError(codes.refused, said, status === 404 ? CHECK_URL : service.refusedHint, network);
  const malformed = network.code === 'MALFORMED' || network.code === 'TOO_LARGE';
  const hint = network.hint ?? (malformed ? CHECK_URL : 'try again in a moment');
  return new SigstoreError(malformed ? codes.malformed : codes.unavailable, said, hint, network);
}

const CHECK_URL = 'check the URL of the service in the configuration';

/** The NetworkError that caused a library's error, if there is one. */
function networkErrorIn(error: unknown, depth = 0): NetworkError | undefined {
  if (error instanceof NetworkError) return error;
  const cause = error instanceof Error && depth < 5 ? error.cause : undefined;
  return cause === undefined ? undefined : networkErrorIn(cause, depth + 1);
}
