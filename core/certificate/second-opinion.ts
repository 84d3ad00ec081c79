import { CertificateChainValidationEngine, Certificate as PkiCertificate } from 'pkijs';
import { dateOf, equalBytes } from '../encoding/index.js';
import { EXTENSION, PATH_RULES } from './extensions.js';
import type { Certificate } from './types.js';

const POLICIES = new Set(PATH_RULES.filter((oid) => oid !== EXTENSION.nameConstraints));

/** Without what it says of policies: pkijs 4 accepts a path with none where one is asked for, and refuses sound ones. */
function toPkijs({ der }: Certificate): PkiCertificate {
  const certificate = PkiCertificate.fromBER(Uint8Array.from(der));
  const { extensions } = certificate;
  if (extensions) certificate.extensions = extensions.filter(({ extnID }) => !POLICIES.has(extnID));
  return certificate;
}

/** Tells pkijs who issued whom: by itself it would pass over an issuer whose key identifier is not the one named. */
function issuersOn(chain: readonly PkiCertificate[]) {
  return async (certificate: PkiCertificate): Promise<PkiCertificate[]> => {
    const place = chain.findIndex(({ tbsView }) => equalBytes(tbsView, certificate.tbsView));
    const issuer = chain[place + 1] ?? chain[place];
    return issuer && (await certificate.verify(issuer)) ? [issuer] : [];
  };
}

/**
 * What pkijs has against a path that was already found and checked, as of `time`, Unix seconds; undefined when it agrees.
 * It is given exactly this path, so that it has none to search.
 * @param path from the leaf's issuer to the anchor
 */
export async function pathProblem(
  leaf: Certificate,
  path: readonly Certificate[],
  time: number,
): Promise<string | undefined> {
  const anchor = path.at(-1);
  if (!anchor) return 'there is no authority on its path';
  try {
    const chain = [leaf, ...path].map(toPkijs);
    const trusted = chain.slice(-1);
    const engine = new CertificateChainValidationEngine({
      trustedCerts: trusted,
      certs: chain.slice(0, -1).reverse(),
      checkDate: dateOf(time),
      findIssuer: issuersOn(chain),
    });
    const { result, resultMessage } = await engine.verify({ passedWhenNotRevValues: true });
    return result ? undefined : `path validation fails: ${resultMessage || 'no reason given'}`;
  } catch (error) {
    return `path validation fails: ${error instanceof Error ? error.message : 'no reason given'}`;
  }
}
