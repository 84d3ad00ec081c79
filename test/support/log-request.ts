import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { encodePem, toBase64 } from '../../core/encoding/index.js';
import { signEd25519ph } from './ed25519ph.js';
import { issue, newKey } from './pki.js';
import { email, subjectAltName } from './pki-extensions.js';
import { rsaPair } from './rsa.js';

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');

/** The signer of log entries in tests: a key, and the PEM of its self-signed certificate or of its public key. */
export interface LogSigner {
  readonly key: KeyObject;
  readonly pem: string;
  /** The certificate or SubjectPublicKeyInfo in DER. */
  readonly der: Uint8Array;
  /** The signature that logs accept from such a key. */
  sign(hash: string, data: Uint8Array): Uint8Array;
}

const signing = (key: KeyObject) => (hash: string, data: Uint8Array) =>
  key.asymmetricKeyType === 'ed25519' ? signEd25519ph(key, data) : sign(hash, data, key);

/** A P-256 key with a certificate for an e-mail address. */
export function certifiedSigner(address: string): LogSigner {
  const { der, key } = issue({ key: newKey(), extensions: [subjectAltName(email(address))] });
  const { privateKey } = key;
  return { key: privateKey, pem: encodePem('CERTIFICATE', der), der, sign: signing(privateKey) };
}

/** A bare key: of a curve, `ed25519`, or RSA with a modulus length. */
export function bareSigner(kind: string | number): LogSigner {
  const { privateKey, publicKey } = keyPair(kind);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return { key: privateKey, pem: encodePem('PUBLIC KEY', der), der, sign: signing(privateKey) };
}

function keyPair(kind: string | number) {
  if (typeof kind === 'number') return rsaPair(kind);
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('ec', { namedCurve: kind });
}

/** The parts of a hashedrekord that a test chooses. */
export interface HashedRekordParts {
  readonly data?: string;
  readonly algorithm?: string;
  readonly digest?: string;
  readonly signature?: Uint8Array;
  readonly pem?: string;
}

/** A proposed hashedrekord 0.0.1 over new data. It is honest, except for `parts`. */
export function hashedRekord(signer: LogSigner, parts: HashedRekordParts = {}) {
  const { data = randomBytes(12).toString('hex'), algorithm = 'sha256' } = parts;
  const value = parts.digest ?? createHash(algorithm).update(data).digest('hex');
  const content = base64(parts.signature ?? signer.sign(algorithm, Buffer.from(data)));
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm, value } },
      signature: { content, publicKey: { content: base64(parts.pem ?? signer.pem) } },
    },
  };
}

/** A DSSE envelope around a new in-toto statement, and its payload. */
export function envelope(signer: LogSigner) {
  const payloadType = 'application/vnd.in-toto+json';
  const payload = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://example.test/p',
    subject: [{ name: 'a', digest: { sha256: randomBytes(32).toString('hex') } }],
    predicate: {},
  });
  const signed = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} ${payload}`;
  const sig = base64(sign('sha256', Buffer.from(signed), signer.key));
  return { payload, json: { payloadType, payload: base64(payload), signatures: [{ sig }] } };
}

/** A proposed dsse 0.0.1 entry. */
export function dsse(signer: LogSigner, json: object | string = envelope(signer).json) {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: { proposedContent: { envelope: text, verifiers: [base64(signer.pem)] } },
  };
}

/** A proposed intoto 0.0.2 entry. */
export function intoto(signer: LogSigner) {
  const { payload, json } = envelope(signer);
  const hash = (text: string) => ({
    algorithm: 'sha256',
    value: createHash('sha256').update(text).digest('hex'),
  });
  return {
    apiVersion: '0.0.2',
    kind: 'intoto',
    spec: {
      content: {
        envelope: {
          payloadType: json.payloadType,
          payload: base64(json.payload),
          signatures: json.signatures.map(({ sig }) => ({ sig: base64(sig), publicKey: base64(signer.pem) })),
        },
        hash: hash(JSON.stringify(json)),
        payloadHash: hash(payload),
      },
    },
  };
}

/** A CreateEntryRequest for Rekor v2 over new data. */
export function hashedRekordV2(signer: LogSigner, keyDetails: string, hash = 'sha256') {
  const data = randomBytes(12);
  const rawBytes = toBase64(signer.der);
  return {
    hashedRekordRequestV002: {
      digest: createHash(hash).update(data).digest('base64'),
      signature: {
        content: base64(signer.sign(hash, data)),
        verifier: {
          ...(signer.pem.includes('CERTIFICATE')
            ? { x509Certificate: { rawBytes } }
            : { publicKey: { rawBytes } }),
          keyDetails,
        },
      },
    },
  };
}
