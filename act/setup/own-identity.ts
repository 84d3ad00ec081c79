import { fromUtf8, isObject, parseJson } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { SignerIdentity } from '../../core/signer-policy/index.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import type { Config } from '../../io/config/index.js';
import { type IdentityToken, identityToken } from '../../io/identity/index.js';
import { trustIdentity } from '../own-identity/trust-identity.js';
import { chosenByRepository, dropWish, makeWish } from '../own-identity/wish.js';
import type { SetupRequest } from './request.js';

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
 * token in the environment, or that of their first signature. An identity that they did not name is recorded only if it is theirs
 * (`isOwn`), and never if the repository chose the servers that vouch for it.
 * @throws PolicyError, FileError
 */
export async function trustOwnIdentity(
  config: Config,
  { settings, identity: named, instance, isOwn }: SetupRequest,
  say: (line: string) => void,
): Promise<void> {
  const { env } = settings.place;
  const path = userPolicyPath(config, env);
  const record = async (identity: SignerIdentity) => {
    const added = await trustIdentity(path, identity);
    await dropWish(env);
    say(`trust ${who(identity)}: ${added ? 'recorded' : 'already listed'} in ${path}`);
  };
  if (named) return record(named);
  await makeWish(env, config, instance !== undefined);
  const chosen = await chosenByRepository(config, env);
  const atHand = chosen.length > 0 ? undefined : await identityAtHand(config, env);
  if (atHand && (await isOwn(atHand)) === 'agreed') return record(atHand);
  if (atHand) say(`note  ${who(atHand)} is not the committer's identity, and is not recorded as yours`);
  if (chosen.length > 0)
    say(
      `note  no identity is recorded as yours here: this repository's configuration says ${chosen.join(', ')}`,
    );
  else
    say(
      `trust the identity of your first signature, if it is the committer's; it will be recorded in ${path}`,
    );
  say(
    '      (waxseal setup --identity ID --issuer URL records one now; waxseal setup --remove prevents that)',
  );
}

function who({ subject, issuer }: SignerIdentity): string {
  return `${harmless(subject)} (${harmless(issuer)})`;
}
