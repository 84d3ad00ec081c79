import { EncodingError, isObject, parseJson } from '../../core/encoding/index.js';
import type { NetworkError } from '../http/index.js';
import { RegistryError } from './error.js';

const MOST_READ = 16_384;

/** The first error in the body of an answer (OCI distribution specification, "Error Codes"). */
export interface Said {
  readonly code: string;
  readonly message: string;
}

/** What a registry says in the body of an error; empty texts where it says nothing. */
export function saidIn(body: Uint8Array): Said {
  try {
    const json = parseJson(Buffer.from(body.subarray(0, MOST_READ)).toString('utf8'));
    const errors = isObject(json) ? json['errors'] : undefined;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    if (!isObject(first)) return { code: '', message: '' };
    const { code, message } = first;
    return {
      code: typeof code === 'string' ? code : '',
      message: typeof message === 'string' ? message : '',
    };
  } catch (error) {
    if (error instanceof EncodingError) return { code: '', message: '' };
    throw error;
  }
}

/** `: CODE message`, or nothing. */
export function words({ code, message }: Said): string {
  const text = [code, message].filter(Boolean).join(' ');
  return text === '' ? '' : `: ${text}`;
}

/** The error for an answer with a status that was tried again in vain, or that is none of the protocol. */
export function statusError(
  place: string,
  error: NetworkError,
  scrub: (text: string) => string,
): RegistryError {
  const { status = 0, retryAfterMs } = error;
  const detail = scrub(error.detail);
  if (status === 429) {
    const wait = retryAfterMs === undefined ? '' : `, and asks to wait ${Math.ceil(retryAfterMs / 1000)} s`;
    return new RegistryError(
      'REGISTRY_BUSY',
      place,
      `${detail}${wait}`,
      'wait, or log in to the registry: it allows more requests to those who do',
    );
  }
  if (status >= 500)
    return new RegistryError(
      'REGISTRY_UNAVAILABLE',
      place,
      detail,
      'the registry does not work right now; try again later',
    );
  return unexpectedStatus(place, status, detail);
}

/** The error for an answer with a status that is none of the protocol. */
export function unexpectedStatus(place: string, status: number, detail: string): RegistryError {
  return new RegistryError(
    'REGISTRY_STATUS',
    place,
    detail || `the server answered ${status}`,
    'check that the host is a registry',
  );
}
