import { encodePem } from '../../../core/encoding/index.js';
import type { SandboxContext } from '../context.js';
import { type HttpHandler, type HttpResponse, json } from '../http.js';
import { FulcioError } from './error.js';
import { issueLeaf } from './issue.js';
import { authenticate } from './principal.js';
import { acceptedKey, checkProofOfPossession, keyOfSigningRequest } from './proof.js';
import { readV1, readV2, type SigningRequest } from './request.js';

const METHODS: Readonly<Record<string, string>> = {
  '/api/v1/signingCert': 'POST',
  '/api/v2/signingCert': 'POST',
  '/api/v1/rootCert': 'GET',
  '/api/v2/trustBundle': 'GET',
  '/api/v2/configuration': 'GET',
  '/healthz': 'GET',
};

/** Fulcio's HTTP gateway: both signing endpoints, the trust bundle and the configuration. */
export function createFulcio(context: SandboxContext): HttpHandler {
  return async ({ method, path, ...rest }) => {
    try {
      const wanted = METHODS[path];
      if (!wanted) throw new FulcioError(5, 'Not Found');
      if (method !== wanted) throw new FulcioError(12, 'Method Not Allowed');
      return await answer(context, path, () => {
        const request = { method, path, ...rest };
        return path === '/api/v1/signingCert' ? readV1(request) : readV2(request);
      });
    } catch (error) {
      if (error instanceof FulcioError) return error.response();
      throw error;
    }
  };
}

async function answer(
  context: SandboxContext,
  path: string,
  read: () => SigningRequest,
): Promise<HttpResponse> {
  switch (path) {
    case '/api/v1/signingCert':
      return pemChain(201, [await certify(read(), context), ...context.chains.fulcio]);
    case '/api/v2/signingCert': {
      const chain = [await certify(read(), context), ...context.chains.fulcio];
      const certificates = chain.map((der) => encodePem('CERTIFICATE', der).trimEnd());
      return json(200, { signedCertificateEmbeddedSct: { chain: { certificates } } });
    }
    case '/api/v1/rootCert':
      return pemChain(200, context.chains.fulcio);
    case '/api/v2/trustBundle': {
      const certificates = context.chains.fulcio.map((der) => encodePem('CERTIFICATE', der));
      return json(200, { chains: [{ certificates }] });
    }
    case '/healthz':
      return json(200, { status: 'SERVING' });
    default:
      return json(200, { issuers: configuredIssuers(context) });
  }
}

async function certify(request: SigningRequest, context: SandboxContext): Promise<Uint8Array> {
  const identity = authenticate(request.token, context);
  const key = request.csr ? keyOfSigningRequest(request.csr) : acceptedKey(request.spki());
  if (!request.csr) checkProofOfPossession(key, identity.subject, request.proof);
  return issueLeaf(key, identity, context);
}

function pemChain(status: number, chain: readonly Uint8Array[]): HttpResponse {
  const body = chain.map((der) => encodePem('CERTIFICATE', der)).join('');
  return { status, headers: { 'content-type': 'application/pem-certificate-chain' }, body: body.trimEnd() };
}

function configuredIssuers({ urls }: SandboxContext) {
  const issuer = (issuerUrl: string, issuerType: string, challengeClaim: string, subjectDomain: string) => ({
    issuerUrl,
    audience: 'sigstore',
    challengeClaim,
    spiffeTrustDomain: '',
    issuerType,
    subjectDomain,
    skipEmailVerification: false,
  });
  return [
    issuer(urls.oidc, 'email', 'email', ''),
    issuer(urls.oidcWorkflow, 'github-workflow', 'sub', ''),
    issuer(urls.oidcUsername, 'username', 'sub', 'localhost'),
  ];
}
