import { readFile } from 'node:fs/promises';
import { IdentityError } from '../error.js';
import type { IdentityOptions } from '../options.js';
import { ask } from './ask.js';

/** A link-local address that nothing resolves and no router forwards (cloud.google.com/compute/docs/metadata). */
const METADATA_SERVER = '169.254.169.254';
const PRODUCT_NAME = '/sys/class/dmi/id/product_name';
const CONNECT_MS = 1_000;
const ACCOUNT = '/computeMetadata/v1/instance/service-accounts/default';

/**
 * Whether this machine is in Google Cloud, found without the network: the firmware says so, or GCE_METADATA_HOST is
 * set (Google's own clients read it).
 */
export async function isGoogleCloud(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env['GCE_METADATA_HOST']) return true;
  const product = await readFile(PRODUCT_NAME, 'utf8').catch(() => '');
  return /^Google( Compute Engine)?\s*$/.test(product);
}

/**
 * The metadata server's answer for a path of the default service account, e.g. `/identity?audience=x&format=full`.
 * @throws IdentityError TOKEN_SOURCE_FAILED
 */
export async function fromMetadataServer(
  path: string,
  { env, network }: Pick<IdentityOptions, 'env' | 'network'>,
): Promise<{ readonly text: string; json(): unknown }> {
  const host = env['GCE_METADATA_HOST'] || METADATA_SERVER;
  const response = await ask('the Google metadata server', {
    url: `http://${host}${ACCOUNT}${path}`,
    headers: { 'metadata-flavor': 'Google' },
    linkLocal: true,
    connectTimeoutMs: CONNECT_MS,
    attempts: 2,
    ...(network && { network }),
  });
  if (response.headers['metadata-flavor'] !== 'Google')
    throw new IdentityError(
      'TOKEN_SOURCE_FAILED',
      `the server at ${METADATA_SERVER} is not Google's metadata server`,
    );
  return { text: response.text(), json: response.json };
}
