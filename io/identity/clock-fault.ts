import { unixNow } from '../clock.js';
import type { Config } from '../config/index.js';
import { request } from '../http/index.js';
import { IdentityError } from './error.js';
import type { IdentityOptions } from './options.js';

/** If the clock is wrong by more than this many seconds, the person is told. */
export const CLOCK_TOLERANCE_S = 300;

/** How wrong a clock is, as text: `26 h ahead`. */
export function clockOffset(seconds: number): string {
  const size = Math.abs(seconds);
  const amount = size < 7200 ? `${Math.round(size / 60)} min` : `${Math.round(size / 3600)} h`;
  return `${amount} ${seconds > 0 ? 'ahead' : 'behind'}`;
}

/**
 * Finds the real cause when a token seems to be expired or not yet valid. If this machine's clock differs much from
 * the Date of Fulcio's HTTP server (RFC 9110 section 6.6.1), the error is about the clock. Otherwise it is returned
 * unchanged.
 */
export async function withClockFault(
  error: unknown,
  config: Config,
  { network, now }: IdentityOptions,
): Promise<unknown> {
  if (!isAboutTime(error)) return error;
  const server = await serverTime(config.fulcioUrl.value, network);
  const offset = server === undefined ? 0 : (now ?? unixNow()) - server;
  if (Math.abs(offset) <= CLOCK_TOLERANCE_S) return error;
  return new IdentityError(
    'CLOCK_WRONG',
    `this machine's clock is ${clockOffset(offset)}, so the identity token seems to be expired or not yet valid`,
    'set the clock (or turn on network time), then sign again',
    error,
  );
}

function isAboutTime(error: unknown): boolean {
  if (!(error instanceof IdentityError)) return false;
  if (error.code === 'TOKEN_EXPIRED') return true;
  const { cause } = error;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'code' in cause &&
    cause.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED'
  );
}

async function serverTime(url: string, network: IdentityOptions['network']): Promise<number | undefined> {
  try {
    const { headers } = await request({
      url: `${url}/api/v2/configuration`,
      timeoutMs: 3000,
      attempts: 1,
      // Only the Date header matters, so almost any answer is accepted.
      alsoAccept: [400, 401, 403, 404, 405, 429, 500, 501, 502, 503],
      ...(network && { network }),
    });
    const time = Date.parse(headers['date'] ?? '');
    return Number.isNaN(time) ? undefined : time / 1000;
  } catch {
    return undefined; // the caller then reports the token's own error
  }
}
