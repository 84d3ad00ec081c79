import { delimiter } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type Certificate, parseCertificate } from '../../core/certificate/index.js';
import type { X509_ROOTS_ERRORS } from '../../core/codes/errors/trust.js';
import { decodePemBundle, EncodingError, equalBytes } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { X509Evidence } from '../../core/verify/index.js';
import { expandHome } from '../config/index.js';
import { readText } from '../read-text.js';

/** Where operating systems store the roots they trust: Debian and Arch, Fedora, Alpine and macOS, SUSE. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
  '/etc/ssl/ca-bundle.pem',
];

/** A file of roots that the user named cannot be used. `message` is one line that names it. */
export class X509RootsError extends Error {
  override readonly name = 'X509RootsError';
  readonly code = 'X509_ROOTS_UNUSABLE' satisfies keyof typeof X509_ROOTS_ERRORS;
  readonly hint = 'give PEM files in waxseal.x509Roots';
}

function certificates(pem: string): Certificate[] {
  return decodePemBundle('CERTIFICATE', pem).map(parseCertificate);
}

/** The readable certificates of a system bundle. One unreadable root must not make all others unusable. */
function readableCertificates(pem: string): Certificate[] {
  return decodePemBundle('CERTIFICATE', pem).flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (!(error instanceof EncodingError)) throw error;
      return [];
    }
  });
}

async function readGiven(path: string): Promise<Certificate[]> {
  try {
    const found = certificates(readText(expandHome(path, process.env)));
    if (found.length > 0) return found;
  } catch (error) {
    const why = error instanceof EncodingError ? error.message : (error as NodeJS.ErrnoException).code;
    throw new X509RootsError(harmless(`the roots in ${path} cannot be used (${why ?? 'no reason given'})`));
  }
  throw new X509RootsError(harmless(`there is no certificate in ${path}`));
}

/**
 * The system's roots. If they are not in a file (Windows, macOS keychains), the Mozilla roots that are built into
 * Node.
 */
async function readSystem(): Promise<Certificate[]> {
  for (const path of SYSTEM_BUNDLES) {
    try {
      return readableCertificates(readText(path));
    } catch {
      // not on this system
    }
  }
  return readableCertificates(rootCertificates.join('\n'));
}

/**
 * The authorities that may issue S/MIME certificates: those in the files that the user named (PEM), and the
 * system's. A certificate that is not self-issued is used only as an intermediate of a chain.
 * @param paths the value of `waxseal.x509Roots`, separated as in PATH
 * @throws X509RootsError
 */
export async function loadX509Roots(paths: string | undefined): Promise<X509Evidence> {
  const named = (paths ?? '').split(delimiter).filter((path) => path !== '');
  const [given, system] = await Promise.all([Promise.all(named.map(readGiven)), readSystem()]);
  const selfIssued = ({ issuer, subject }: Certificate) => equalBytes(issuer, subject);
  const all = given.flat();
  return {
    given: all.filter(selfIssued),
    system,
    intermediates: all.filter((certificate) => !selfIssued(certificate)),
  };
}
