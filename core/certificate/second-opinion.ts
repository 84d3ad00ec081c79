import { CertificateChainValidationEngine, Certificate as PkiCertificate } from 'pkijs';
import { dateOf } from '../encoding/index.js';
import type { Certificate } from './types.js';

function toPkijs({ der }: Certificate): PkiCertificate {
  return PkiCertificate.fromBER(Uint8Array.from(der));
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
    const engine = new CertificateChainValidationEngine({
      trustedCerts: [toPkijs(anchor)],
      certs: [...path.slice(0, -1).reverse().map(toPkijs), toPkijs(leaf)],
      checkDate: dateOf(time),
    });
    const { result, resultMessage } = await engine.verify({ passedWhenNotRevValues: true });
    return result ? undefined : `path validation fails: ${resultMessage || 'no reason given'}`;
  } catch (error) {
    return `path validation fails: ${error instanceof Error ? error.message : 'no reason given'}`;
  }
}
