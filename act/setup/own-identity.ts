import { fromUtf8, isObject, parseJson } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { SignerIdentity } from '../../core/signer-policy/index.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import type { Config } from '../../io/config/index.js';
import { RECORD_IDENTITY } from '../../io/config/own-notes.js';
import { type IdentityToken, identityToken } from '../../io/identity/index.js';
import { trustIdentity } from '../own-identity/trust-identity.js';
import type { GitSettings } from './git-settings.js';

/** The issuer behind a federating provider (Dex). Fulcio writes that one into the certificate. */
function federatedIssuer(token: IdentityToken): string | undefined {
  const claims = parseJson(fromUtf8(Buffer.from(token.reveal().split('.')[1] ?? '', 'base64url')));
  const federated = isObject(claims) ? claims['federated_claims'] : undefined;
  const connector = isObject(federated) ? federated['connector_id'] : undefined;
  return typeof connector === 'string' && connector !== '' ? connector : undefined;
}

/** The identity that a certificate for the present token will have. Known in advance only for e-mail identities. */
async function identityAtHand(config: Config, env: NodeJS.ProcessEnv): Promise<SignerIdentity | undefined> {
  try {
    const token = await identityToken(config, { env, say: () => undefined, interactive: false });
    const { email, issuer } = token.claims;
    return email === undefined ? undefined : { subject: email, issuer: federatedIssuer(token) ?? issuer };
  } catch {
    return undefined; // no usable token now: the first signature will show the identity
  }
}

/**
 * Records the user's own identity as trusted, so that their own commits are `verified`: the identity that they name, or that of a
 * token in the environment, or that of their first signature.
 * @throws PolicyError, FileError, SetupError
 */
export async function trustOwnIdentity(
  config: Config,
  settings: GitSettings,
  named: SignerIdentity | undefined,
  say: (line: string) => void,
): Promise<void> {
  const { env } = settings.place;
  const path = userPolicyPath(config, env);
  const identity = named ?? (await identityAtHand(config, env));
  if (!identity) {
    await settings.set(RECORD_IDENTITY, 'true');
    say(`trust the identity of your first signature; it will be recorded in ${path}`);
    say(`      (git config --${settings.scope} --unset ${RECORD_IDENTITY} prevents that)`);
    return;
  }
  const added = await trustIdentity(path, identity);
  const who = `${harmless(identity.subject)} (${harmless(identity.issuer)})`;
  say(`trust ${who}: ${added ? 'recorded' : 'already listed'} in ${path}`);
}
