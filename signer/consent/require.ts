import { harmless } from '../../core/harmless/index.js';
import { unixNow } from '../../io/clock.js';
import { type Config, repositoryChoices } from '../../io/config/index.js';
import type { ConsentPort, Publication, Signatory } from '../../io/consent/index.js';
import { covers, isPublic, logsOf, readAgreements, remember } from '../../io/consent/index.js';
import type { IdentityToken } from '../../io/identity/index.js';
import { SignerError } from '../errors.js';

const HOW =
  'agree with: waxseal login --agree, or set waxseal.publicLog=yes (WAXSEAL_PUBLIC_LOG=yes) where nobody can be asked';

/** Whose identity a signature with this token publishes. */
export function signatoryOf(token: Pick<IdentityToken, 'claims' | 'source'>): Signatory {
  const { subject, issuer } = token.claims;
  return { identity: { subject, issuer }, isPerson: isPersons(token) };
}

/** What a signature by them would publish. */
function publicationOf(config: Config, { identity }: Signatory): Publication {
  return {
    identity,
    fulcio: config.fulcioUrl.value,
    logs: logsOf(config),
    chosen: repositoryChoices(config),
  };
}

/**
 * Whether the token belongs to a person: it has an e-mail address, or a person signed in for it. A build system's token without
 * an address names a workflow or a service, whose name is public anyway.
 */
export function isPersons({ claims, source }: Pick<IdentityToken, 'claims' | 'source'>): boolean {
  return claims.email !== undefined || source.kind === 'browser' || source.kind === 'device';
}

/**
 * Makes sure that a person agreed before their identity is published: by a setting, at an earlier time, or now. Call this before
 * Fulcio is asked, because certificates are published too, and for every signature: whoever got the certificate may have agreed for
 * themselves only.
 * @param env decides where agreements are stored
 * @param port asks the person, at most once
 * @throws SignerError CONSENT_NEEDED, CONSENT_REFUSED
 */
export async function requireConsent(
  config: Config,
  signatory: Signatory,
  env: NodeJS.ProcessEnv,
  port: ConsentPort,
): Promise<void> {
  if (config.publicLog.value === 'yes' || !isPublic(config) || !signatory.isPerson) return;
  const publication = publicationOf(config, signatory);
  const agreed = async () => (await readAgreements(env)).some((agreement) => covers(agreement, publication));
  if (await agreed()) return;
  const answer = await port.ask(publication);
  // Another process may have asked in the meantime.
  if (answer !== 'agreed' && (await agreed())) return;
  const { subject } = publication.identity;
  if (answer === 'refused')
    throw new SignerError(
      'CONSENT_REFUSED',
      `${harmless(subject)} is not published: you did not agree; nothing was sent to Fulcio or Rekor`,
      HOW,
    );
  if (answer === 'nobody')
    throw new SignerError(
      'CONSENT_NEEDED',
      `signing would publish ${harmless(subject)} for ever in ${publication.logs.map(harmless).join(' and ')}, and nobody can be asked to agree; nothing was sent to Fulcio or Rekor`,
      HOW,
    );
  const { identity, fulcio, logs } = publication;
  await remember(env, { identity, fulcio, logs, at: unixNow() }).catch(() => undefined); // if it cannot be stored, the person is asked again next time
}
