import { randomInt } from 'node:crypto';
import type { SandboxContext } from '../context.js';
import { type HttpRequest, type HttpResponse, json } from '../http.js';
import { randomText } from '../random.js';
import { approvalForm, page, userCodeForm } from './pages.js';
import { type Challenge, challengeOf, checkVerifier, oauthError } from './pkce.js';
import { CLIENT_ID } from './token.js';

const LIFETIME = 300;
const SLOW_DOWN = 5;
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

interface DeviceRequest {
  readonly userCode: string;
  readonly challenge: Challenge;
  readonly expires: number;
  status: 'pending' | 'approved' | 'denied';
  interval: number;
  lastPoll: number;
}

/** The device authorization grant (RFC 8628), answered like dex: codes, the page for the user code, polling. */
export class DeviceFlow {
  readonly #requests = new Map<string, DeviceRequest>();

  constructor(
    private readonly context: SandboxContext,
    private readonly issuer: string,
  ) {}

  /** POST /device/code. */
  start(request: HttpRequest): HttpResponse {
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    if (form.get('client_id') !== CLIENT_ID) return oauthError('invalid_client', 'Invalid client.', 401);
    const challenge = challengeOf(form);
    if (challenge.method !== 'S256' && challenge.method !== 'plain')
      return oauthError('invalid_request', `Unsupported PKCE challenge method ("${challenge.method}").`);
    const deviceCode = randomText();
    const userCode = randomUserCode();
    const { deviceInterval } = this.context.signIn;
    const expires = this.context.clock() + LIFETIME;
    this.#requests.set(deviceCode, {
      userCode,
      challenge,
      expires,
      status: 'pending',
      interval: deviceInterval,
      lastPoll: Number.NEGATIVE_INFINITY,
    });
    const verificationUri = `${this.issuer}/device`;
    return json(
      200,
      {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: verificationUri,
        verification_uri_complete: `${verificationUri}?user_code=${userCode}`,
        expires_in: LIFETIME,
        interval: deviceInterval,
      },
      { 'cache-control': 'no-store' },
    );
  }

  /** GET /device: in `auto` mode, a correct code in the query signs in at once. */
  showPage({ query }: HttpRequest): HttpResponse {
    const code = query.get('user_code') ?? '';
    const { mode } = this.context.signIn;
    if (mode !== 'form' && this.#findByUserCode(code)) return this.#decide(code, mode === 'auto');
    return page(200, 'Enter User Code', userCodeForm('/device/auth/verify_code', code));
  }

  /** POST /device/auth/verify_code: the typed code, then (in `form` mode) the approval. */
  verifyUserCode(request: HttpRequest): HttpResponse {
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    const code = (form.get('user_code') ?? '').toUpperCase();
    if (!this.#findByUserCode(code))
      return page(400, 'Invalid User Code', userCodeForm('/device/auth/verify_code', code));
    const { mode } = this.context.signIn;
    const approval = form.get('approval') ?? (mode === 'form' ? undefined : mode);
    if (approval === undefined)
      return page(200, 'Grant Access', approvalForm('/device/auth/verify_code', { user_code: code }));
    return this.#decide(code, approval !== 'deny');
  }

  /** A poll of the token endpoint: calls `issue` when approved, else says why not. */
  poll(form: URLSearchParams, issue: () => HttpResponse): HttpResponse {
    const deviceCode = form.get('device_code') ?? '';
    if (deviceCode === '') return oauthError('invalid_request', 'No device code received');
    const request = this.#requests.get(deviceCode);
    if (!request) return oauthError('invalid_request', 'Invalid Device code.');
    const now = this.context.clock();
    if (now > request.expires) return oauthError('expired_token');
    if (request.status === 'denied') return oauthError('access_denied');
    if (request.status === 'pending') {
      const tooSoon = now < request.lastPoll + request.interval;
      request.lastPoll = now;
      if (!tooSoon) return oauthError('authorization_pending');
      request.interval += SLOW_DOWN;
      return oauthError('slow_down');
    }
    const refused = checkVerifier(request.challenge, form.get('code_verifier') ?? '');
    if (refused) return refused;
    this.#requests.delete(deviceCode);
    return issue();
  }

  #findByUserCode(code: string): DeviceRequest | undefined {
    const now = this.context.clock();
    return [...this.#requests.values()].find(({ userCode, expires }) => userCode === code && now <= expires);
  }

  #decide(code: string, approved: boolean): HttpResponse {
    const request = this.#findByUserCode(code);
    if (request) request.status = approved ? 'approved' : 'denied';
    return approved
      ? page(200, 'Login Successful', '<p>Return to your device to continue.</p>')
      : page(200, 'Login Refused', '<p>The device will not be signed in.</p>');
  }
}

function randomUserCode(): string {
  const letters = Array.from({ length: 8 }, () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}
