import { logsOf } from '../../io/consent/index.js';
import { request } from '../../io/http/index.js';
import { CLOCK_TOLERANCE_S, clockOffset } from '../../io/identity/index.js';
import { fail, hintOf, messageOf, notMade, ok, warn } from './result.js';
import type { SetUpCheck, SetUpResult } from './types.js';

const TIMEOUT_MS = 5000;
const UNREACHABLE = 'check the address in the configuration, the network and the proxy';

interface Answer {
  readonly finding: SetUpResult;
  /** Unix seconds. */
  readonly time?: number;
}

async function ask(name: string, base: string, path: string): Promise<Answer> {
  try {
    const { headers } = await request({
      url: `${base}${path}`,
      timeoutMs: TIMEOUT_MS,
      attempts: 1,
      // Each of these answers shows that the server is there.
      alsoAccept: [400, 401, 403, 404, 405, 415],
    });
    const time = Date.parse(headers['date'] ?? '') / 1000;
    return { finding: ok(name, `${base} answers`), ...(!Number.isNaN(time) && { time }) };
  } catch (error) {
    return { finding: fail(name, messageOf(error), hintOf(error, UNREACHABLE)) };
  }
}

/** Checks that every server for a signature answers, and that our clock agrees (Date header, RFC 9110 section 6.6.1). */
export const servers: SetUpCheck = async ({ config, offline, now }) => {
  const wanted: (readonly [string, string, string])[] = [
    ['fulcio', config.fulcioUrl.value, '/api/v2/configuration'],
    ...logsOf(config).map((url) => ['rekor', url, '/api/v1/log'] as const),
    ['issuer', config.oidcIssuer.value, '/.well-known/openid-configuration'],
    ...(config.timestampUrl.value === undefined
      ? []
      : [['timestamp', config.timestampUrl.value, ''] as const]),
  ];
  if (offline)
    return [
      ...wanted.map(([name, url]) => notMade(name, `${url} was not asked (--offline)`)),
      notMade('clock', 'no server was asked for the time (--offline)'),
    ];
  const answers = await Promise.all(
    wanted.map(([name, url, path]) => ask(name, url.replace(/\/$/, ''), path)),
  );
  const time = answers.map((answer) => answer.time).find((value) => value !== undefined);
  return [...answers.map(({ finding }) => finding), clock(time, now)];
};

function clock(time: number | undefined, now: number): SetUpResult {
  if (time === undefined) return notMade('clock', 'no server said what time it is');
  const offset = now - time;
  return Math.abs(offset) <= CLOCK_TOLERANCE_S
    ? ok('clock', 'agrees with the servers')
    : warn(
        'clock',
        `this machine's clock is ${clockOffset(offset)} of the servers'`,
        'set the clock, or turn on network time',
      );
}
