import { latin1 } from '../../encoding/index.js';
import type { SshCertificate, SshCertificateOption, SshKey } from './types.js';
import { SshReader } from './wire.js';

const MOST_PRINCIPALS = 256;
const KINDS: ReadonlyMap<number, SshCertificate['kind']> = new Map([
  [1, 'user'],
  [2, 'host'],
]);

function readPrincipals(reader: SshReader): string[] {
  const principals: string[] = [];
  while (!reader.done) {
    if (principals.length === MOST_PRINCIPALS) throw reader.bad(`more than ${MOST_PRINCIPALS}`);
    principals.push(reader.text());
  }
  return principals;
}

function readOptions(reader: SshReader): SshCertificateOption[] {
  const options: SshCertificateOption[] = [];
  while (!reader.done) {
    const name = latin1(reader.string());
    const previous = options.at(-1);
    if (previous && previous.name >= name) throw reader.bad('names that are not in order or given twice');
    options.push({ name, value: reader.string() });
  }
  return options;
}

/**
 * The part of a certificate after the key it certifies, which starts at `offset` of `blob` (OpenSSH PROTOCOL.certkeys).
 * Its signature is not checked here.
 * @throws SshSignatureError SSH_CERTIFICATE_MALFORMED
 */
export function readCertificate(
  blob: Uint8Array,
  offset: number,
  parseAuthority: (blob: Uint8Array) => SshKey,
): SshCertificate {
  const reader = new SshReader(blob, 'the SSH certificate', 'SSH_CERTIFICATE_MALFORMED');
  reader.raw(offset);
  const serial = reader.uint64();
  const kind = KINDS.get(reader.uint32());
  if (!kind) throw reader.bad('neither a user nor a host certificate');
  const fields = {
    serial,
    kind,
    keyId: reader.text(),
    principals: readPrincipals(reader.inside('the principals of the SSH certificate')),
    validAfter: reader.uint64(),
    validBefore: reader.uint64(),
    criticalOptions: readOptions(reader.inside('the critical options of the SSH certificate')),
    extensions: readOptions(reader.inside('the extensions of the SSH certificate')),
  };
  reader.string(); // reserved
  const authority = parseAuthority(reader.string());
  const signed = blob.subarray(0, reader.offset);
  const signature = reader.string();
  reader.end();
  return { ...fields, authority, signed, signature };
}
