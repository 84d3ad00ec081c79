import { CertificateChainValidationEngine, Certificate as PkiCertificate } from 'pkijs';
import { dateOf, equalBytes } from '../encoding/index.js';
import { EXTENSION, PATH_RULES } from './extensions.js';
import type { Certificate } from './types.js';

const POLICIES = new Set(PATH_RULES.filter((oid) => oid !== EXTENSION.nameConstraints));

/** The certificate without its policy extensions: pkijs 4 accepts a path without the required policy, and refuses sound paths. */
function toPkijs({ der }: Certificate): PkiCertificate {
  const certificate = PkiCertificate.fromBER(Uint8Array.from(der));
  const { extensions } = certificate;
  if (extensions) certificate.extensions = extensions.filter(({ extnID }) => !POLICIES.has(extnID));
  return certificate;
}

/**
 * Tells pkijs who issued whom: by itself it would skip an issuer whose key identifier differs from the one that the
 * certificate names.
 */
function issuersOn(chain: readonly PkiCertificate[]) {
  return async (certificate: PkiCertificate): Promise<PkiCertificate[]> => {
    const place = chain.findIndex(({ tbsView }) => equalBytes(tbsView, certificate.tbsView));
    const issuer = chain[place + 1] ?? chain[place];
    return issuer && (await certificate.verify(issuer)) ? [issuer] : [];
  };
}

/**
 * Why pkijs refuses a path that was already found and checked, as of `time` (Unix seconds); undefined when it accepts it. It
 * gets exactly this path, so it does not search for one.
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
    const { result, resultMessage } = await engine.verify();
    return result ? undefined : `path validation fails: ${resultMessage || 'no reason given'}`;
  } catch (error) {
    return `path validation fails: ${error instanceof Error ? error.message : 'no reason given'}`;
  }
}
