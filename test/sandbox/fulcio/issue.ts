import type { KeyObject } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { concatBytes, der, isObject, toBase64 } from '../../../core/encoding/index.js';
import { ORGANIZATION } from '../authorities.js';
import type { SandboxContext } from '../context.js';
import { POISON_OID, uint64 } from '../ct/precertificate.js';
import { distinguishedName, extension, extensions, issueCertificate, spkiOf, tlsVector } from '../pki.js';
import { randomSerial } from '../random.js';
import { FulcioError, MESSAGE } from './error.js';
import type { Identity } from './identity.js';

const LIFETIME = 600;
const SCT_LIST_OID = '1.3.6.1.4.1.11129.2.4.2';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const TIMEOUT_MS = 5000;

/**
 * A code-signing certificate for ten minutes from now, with the SCT that the CT log gave for its precertificate. Returns DER.
 * @throws FulcioError when the log gives no SCT
 */
export async function issueLeaf(
  key: KeyObject,
  identity: Identity,
  context: SandboxContext,
): Promise<Uint8Array> {
  const { fulcioIntermediate } = context.keys;
  const now = context.clock();
  const spki = spkiOf(key);
  const fields = {
    serial: randomSerial(),
    issuer: distinguishedName(ORGANIZATION, 'fulcio-intermediate'),
    subject: distinguishedName(),
    notBefore: now,
    notAfter: now + LIFETIME,
    spki,
  };
  const said = [
    extensions.keyUsage(7, 0x80),
    extensions.extendedKeyUsage(false, CODE_SIGNING),
    extensions.subjectKey(spki),
    extensions.authorityKey(spkiOf(fulcioIntermediate)),
    ...identity.extensions,
  ];
  const poison = extension(POISON_OID, true, der.nullValue());
  const precertificate = issueCertificate({ ...fields, extensions: [...said, poison] }, fulcioIntermediate);
  const sct = await requestSct([precertificate, ...context.chains.fulcio], context);
  const list = der.octetString(tlsVector(2, tlsVector(2, sct)));
  const last = extension(SCT_LIST_OID, false, list);
  return issueCertificate({ ...fields, extensions: [...said, last] }, fulcioIntermediate);
}

/** SignedCertificateTimestamp (RFC 6962 section 3.2) from the log's add-pre-chain answer. */
async function requestSct(chain: readonly Uint8Array[], context: SandboxContext): Promise<Uint8Array> {
  const refused = new FulcioError(13, MESSAGE.ctLog);
  const answer = await post(`${context.urls.ct}/ct/v1/add-pre-chain`, { chain: chain.map(toBase64) }).catch(
    () => undefined,
  );
  if (!isObject(answer) || typeof answer['id'] !== 'string' || typeof answer['timestamp'] !== 'number')
    throw refused;
  return concatBytes(
    Uint8Array.of(0),
    Buffer.from(answer['id'], 'base64'),
    uint64(answer['timestamp']),
    Uint8Array.of(0, 0),
    Buffer.from(String(answer['signature']), 'base64'),
  );
}

function post(url: string, value: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url.replace('//localhost:', '//127.0.0.1:'),
      { method: 'POST', headers: { 'content-type': 'application/json' }, timeout: TIMEOUT_MS },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          try {
            if (incoming.statusCode !== 200) throw new Error(`status ${incoming.statusCode}`);
            resolve(JSON.parse(Buffer.concat(chunks).toString()));
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(value));
  });
}
