import { isIP } from 'node:net';
import type { SandboxContext } from '../context.js';
import type { HttpRequest, HttpResponse } from '../http.js';
import { randomText } from '../random.js';
import { approvalForm, escapeHtml, page } from './pages.js';
import { type Challenge, challengeOf } from './pkce.js';
import { CLIENT_ID } from './token.js';

const CODE_LIFETIME = 300;
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

/** The data behind an authorization code. */
export interface Authorization {
  readonly redirectUri: string;
  readonly nonce: string | undefined;
  readonly challenge: Challenge;
  /** Unix seconds. */
  readonly expires: number;
}

/** The authorization endpoint and its codes (RFC 6749 section 4.1), with dex's rules for a public client. */
export class AuthorizeEndpoint {
  readonly #codes = new Map<string, Authorization>();

  constructor(private readonly context: SandboxContext) {}

  /** GET starts it; POST is the answer of the form. */
  handle(request: HttpRequest): HttpResponse {
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    const asked = request.method === 'POST' ? new URLSearchParams(form.get('request') ?? '') : request.query;
    if (asked.get('client_id') !== CLIENT_ID)
      return page(
        404,
        'Bad Request',
        `<p>Invalid client_id (${escapeHtml(asked.get('client_id') ?? '')}).</p>`,
      );
    const redirectUri = asked.get('redirect_uri') ?? '';
    if (!isLoopbackRedirect(redirectUri))
      return page(400, 'Bad Request', '<p>Unregistered redirect_uri.</p>');
    const problem = requestProblem(asked);
    if (problem) return redirect(redirectUri, asked, { error: problem[0], error_description: problem[1] });
    const { mode } = this.context.signIn;
    if (mode === 'form' && request.method === 'GET')
      return page(200, 'Grant Access', approvalForm('/auth', { request: asked.toString() }));
    if (mode === 'deny' || form.get('approval') === 'deny')
      return redirect(redirectUri, asked, {
        error: 'access_denied',
        error_description: 'End user denied the request.',
      });
    return this.#grant(redirectUri, asked);
  }

  /** The data behind a code, while the code is valid. */
  find(code: string): Authorization | undefined {
    const found = this.#codes.get(code);
    return found && this.context.clock() <= found.expires ? found : undefined;
  }

  /** A code can be exchanged once. */
  spend(code: string): void {
    this.#codes.delete(code);
  }

  #grant(redirectUri: string, asked: URLSearchParams): HttpResponse {
    const code = randomText();
    this.#codes.set(code, {
      redirectUri,
      nonce: asked.get('nonce') ?? undefined,
      challenge: challengeOf(asked),
      expires: this.context.clock() + CODE_LIFETIME,
    });
    if (redirectUri === OUT_OF_BAND)
      return page(200, 'Login Successful', `<p>Code: <input value="${escapeHtml(code)}"></p>`);
    return redirect(redirectUri, asked, { code });
  }
}

function requestProblem(asked: URLSearchParams): readonly [string, string] | undefined {
  const type = asked.get('response_type');
  if (type !== 'code')
    return type
      ? ['unsupported_response_type', `Unsupported response type "${type}"`]
      : ['invalid_request', 'No response_type provided'];
  if (!(asked.get('scope') ?? '').split(' ').includes('openid'))
    return ['invalid_scope', 'Missing required scope(s) ["openid"].'];
  const { method } = challengeOf(asked);
  return method === 'S256' || method === 'plain'
    ? undefined
    : ['invalid_request', `Unsupported PKCE challenge method ("${method}").`];
}

/** Any http URL on this host, with any port and path: dex allows that to a public client without registered URLs. */
function isLoopbackRedirect(uri: string): boolean {
  if (uri === OUT_OF_BAND) return true;
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
  return protocol === 'http:' && loopback;
}

function redirect(
  to: string,
  asked: URLSearchParams,
  parameters: Readonly<Record<string, string>>,
): HttpResponse {
  const target = new URL(to);
  const all = { ...parameters, state: asked.get('state') ?? '' };
  for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value);
  return { status: 303, headers: { location: target.href }, body: '' };
}
