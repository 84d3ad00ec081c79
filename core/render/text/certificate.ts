import { type Certificate, fingerprints, nameText, type Signer } from '../../certificate/index.js';
import { EncodingError, encodePem, formatTime, toHex } from '../../encoding/index.js';
import { harmless } from '../../harmless/index.js';
import { fact } from './block.js';

function issuerName(certificate: Certificate): string {
  try {
    return nameText(certificate.issuer);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return 'unreadable name';
  }
}

/** `githubWorkflowRef` as `github workflow ref`. */
function claimLabel(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A signer's certificate and the claims in it, as lines that continue a block of `verdictText`. */
export function certificateText(certificate: Certificate, signer: Signer | undefined): string {
  const { sha1, sha256 } = fingerprints(certificate);
  const claims = Object.entries(signer?.claims ?? {}).filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...claims.map(([name]) => claimLabel(name).length));
  const lines = [
    fact('certificate', `serial ${toHex(certificate.serial)}`),
    fact('', `issued by ${harmless(issuerName(certificate)) || 'nobody named'}`),
    fact('', `valid ${formatTime(certificate.notBefore)} to ${formatTime(certificate.notAfter)}`),
    fact('', `SHA-256 ${sha256}`),
    fact('', `SHA-1 ${sha1}`),
    ...claims.map(([name, value], index) =>
      fact(index === 0 ? 'claims' : '', `${claimLabel(name).padEnd(width)}  ${harmless(String(value))}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** The certificate as docs/json.md describes it. */
export function certificateJson(certificate: Certificate): Record<string, unknown> {
  return {
    serial: toHex(certificate.serial),
    issuer: issuerName(certificate),
    notBefore: formatTime(certificate.notBefore),
    notAfter: formatTime(certificate.notAfter),
    pem: encodePem('CERTIFICATE', certificate.der),
  };
}
