import { createHash } from 'node:crypto';
import type { SandboxContext } from '../context.js';
import { type HttpHandler, type HttpRequest, type HttpResponse, json, text } from '../http.js';
import { randomText } from '../random.js';
import { AuthorizeEndpoint } from './authorize.js';
import { DeviceFlow } from './device.js';
import { checkVerifier, oauthError } from './pkce.js';
import { CLIENT_ID, type Claims, type IssuerKind, keySet, signToken, tokenClaims } from './token.js';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const ACCESS_LIFETIME = 3600;

/** An OpenID Connect issuer that behaves like dex with a public client `sigstore`, plus `/mint?claims`. */
export function createOidc(context: SandboxContext, kind: IssuerKind): HttpHandler {
  const issuer = new Issuer(context, kind);
  return async (request) => issuer.handle(request);
}

/** The base URL of a kind of issuer, which is its `iss`. */
export function issuerUrl({ urls }: SandboxContext, kind: IssuerKind): string {
  return { email: urls.oidc, workflow: urls.oidcWorkflow, username: urls.oidcUsername }[kind];
}

class Issuer {
  readonly #url: string;
  readonly #authorize: AuthorizeEndpoint;
  readonly #device: DeviceFlow;

  constructor(
    private readonly context: SandboxContext,
    private readonly kind: IssuerKind,
  ) {
    this.#url = issuerUrl(context, kind);
    this.#authorize = new AuthorizeEndpoint(context);
    this.#device = new DeviceFlow(context, this.#url);
  }

  handle(request: HttpRequest): HttpResponse {
    switch (`${request.method} ${request.path}`) {
      case 'GET /.well-known/openid-configuration':
        return json(200, this.#discovery());
      case 'GET /keys':
        return json(200, keySet(this.context.keys.oidc));
      case 'GET /auth':
      case 'POST /auth':
        return this.#authorize.handle(request);
      case 'POST /token':
        return this.#token(request);
      case 'POST /device/code':
        return this.#device.start(request);
      case 'GET /device':
        return this.#device.showPage(request);
      case 'POST /device/auth/verify_code':
        return this.#device.verifyUserCode(request);
      case 'GET /mint':
        return text(200, this.#mint(request));
      default:
        return json(404, { error: 'not found' });
    }
  }

  #discovery() {
    const at = (path: string): string => `${this.#url}${path}`;
    return {
      issuer: this.#url,
      authorization_endpoint: at('/auth'),
      token_endpoint: at('/token'),
      jwks_uri: at('/keys'),
      device_authorization_endpoint: at('/device/code'),
      grant_types_supported: ['authorization_code', DEVICE_GRANT],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256', 'plain'],
      scopes_supported: ['openid', 'email'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      claims_supported: ['iss', 'sub', 'aud', 'iat', 'exp', 'email', 'email_verified', 'at_hash'],
    };
  }

  #token(request: HttpRequest): HttpResponse {
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    const grant = form.get('grant_type');
    if (grant === DEVICE_GRANT) return this.#device.poll(form, () => this.#issue(request, {}));
    if (grant !== 'authorization_code') return oauthError('unsupported_grant_type');
    if (clientOf(request, form) !== CLIENT_ID)
      return oauthError('invalid_client', 'Invalid client credentials.', 401);
    const code = form.get('code') ?? '';
    if (code === '') return oauthError('invalid_request', 'Required param: code.');
    const found = this.#authorize.find(code);
    if (!found) return oauthError('invalid_grant', 'Invalid or expired code parameter.');
    const refused = checkVerifier(found.challenge, form.get('code_verifier') ?? '');
    if (refused) return refused;
    if (found.redirectUri !== form.get('redirect_uri'))
      return oauthError('invalid_request', 'redirect_uri did not match URI from initial request.');
    this.#authorize.spend(code);
    return this.#issue(request, { nonce: found.nonce });
  }

  #issue({ hostile }: HttpRequest, bound: Claims): HttpResponse {
    const accessToken = randomText();
    const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
    const claims = { ...this.context.signIn.claims, ...bound, at_hash: half.toString('base64url') };
    const now = this.context.clock();
    const idToken = signToken(
      this.context.keys.oidc,
      tokenClaims(this.kind, this.#url, now, undefined, claims),
      hostile,
    );
    const body = {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: ACCESS_LIFETIME,
      id_token: idToken,
    };
    return json(200, body, { 'cache-control': 'no-store', pragma: 'no-cache' });
  }

  /** Query parameters become claims (all as text, except `email_verified`); `ttl` sets the lifetime in seconds. */
  #mint({ query, hostile }: HttpRequest): string {
    const { ttl, email_verified: verified, ...given } = Object.fromEntries(query);
    const over = { ...given, ...(verified === undefined ? {} : { email_verified: verified === 'true' }) };
    const claims = tokenClaims(
      this.kind,
      this.#url,
      this.context.clock(),
      ttl ? Number(ttl) : undefined,
      over,
    );
    return signToken(this.context.keys.oidc, claims, hostile);
  }
}

function clientOf(request: HttpRequest, form: URLSearchParams): string | null {
  const basic = /^basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return form.get('client_id');
  return decodeURIComponent(Buffer.from(basic, 'base64').toString().split(':')[0] ?? '');
}
