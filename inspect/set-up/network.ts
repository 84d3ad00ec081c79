import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relativeEntries } from '../../io/environment/children.js';
import { isProxyForged } from '../../io/environment/network.js';
import { networkFromEnvironment } from '../../io/http/index.js';
import { fail, ok, warn } from './result.js';
import type { SetUpCheck, SetUpResult } from './types.js';

/** Checks that the proxy is a URL, and that the file of extra certificate authorities can be used. */
export const network: SetUpCheck = async ({ env, platform }) => {
  const { httpsProxy, noProxy, extraCaFile } = networkFromEnvironment(env);
  return [
    proxy(httpsProxy, noProxy),
    ...(extraCaFile === undefined ? [] : [await authorities(extraCaFile)]),
    ...notObeyed(env, platform),
  ];
};

/** What the environment says and nobody here obeys, because a stranger may have said it. */
function notObeyed(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): SetUpResult[] {
  const relative = relativeEntries(env['WAXSEAL_PATH_BEFORE'] ?? env['PATH'] ?? '/');
  return [
    ...(isProxyForged(env)
      ? [
          warn(
            'http-proxy',
            'HTTP_PROXY is not used: with REQUEST_METHOD set, a header of a web request can have set it',
            'set HTTPS_PROXY, or unset REQUEST_METHOD',
          ),
        ]
      : []),
    ...(env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [
          warn(
            'tls',
            'NODE_TLS_REJECT_UNAUTHORIZED=0 is not obeyed here, and leaves other programs open to anybody',
            'unset it, and name the authority in NODE_EXTRA_CA_CERTS',
          ),
        ]
      : []),
    ...(platform !== 'win32' && relative.length > 0
      ? [
          warn(
            'path',
            `entries of PATH are relative and not used here: ${relative.map((entry) => entry || '(empty)').join(', ')}`,
            'take them out of PATH: each starts programs of whatever directory you are in',
          ),
        ]
      : []),
  ];
}

function proxy(url: string | undefined, except: string | undefined): SetUpResult {
  if (url === undefined) return ok('proxy', 'none');
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:')
    return fail(
      'proxy',
      'the proxy variable (HTTPS_PROXY, ALL_PROXY or HTTP_PROXY) is not an http(s) URL',
      'set it to http://host:port',
    );
  return ok('proxy', `${parsed.protocol}//${parsed.host}${except ? `, except for ${except}` : ''}`);
}

async function authorities(path: string): Promise<SetUpResult> {
  const fix = 'set NODE_EXTRA_CA_CERTS to a PEM file with certificates';
  try {
    const pem = await readFile(path, 'latin1');
    const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
    for (const certificate of certificates) new X509Certificate(certificate);
    if (certificates.length > 0) return ok('extra-ca', `${path}: ${certificates.length}`);
    return fail('extra-ca', `${path} holds no certificate`, fix);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'malformed';
    return fail('extra-ca', `${path} cannot be used (${code})`, fix);
  }
}
