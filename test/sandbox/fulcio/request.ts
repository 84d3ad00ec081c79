import { decodePemBundle, isObject } from '../../../core/encoding/index.js';
import type { HttpRequest } from '../http.js';
import { parseGoJson } from '../rekor-v1/go-json.js';
import { invalid, MESSAGE } from './error.js';

/** The contents of a signing request, in both versions. */
export interface SigningRequest {
  readonly token: string;
  /** A PKCS #10 request in PEM. It takes precedence over the key. */
  readonly csr?: Uint8Array;
  /** SubjectPublicKeyInfo, DER. Read only if there is no CSR. */
  spki(): Uint8Array;
  readonly proof: Uint8Array;
}

/**
 * The legacy request: `{publicKey: {content}, signedEmailAddress, certificateSigningRequest}` with base64 values.
 * @throws FulcioError
 */
export function readV1(request: HttpRequest): SigningRequest {
  const fields = new Fields(request);
  const key = fields.object(fields.root, 'publicKey');
  const content = fields.bytes(key, 'content');
  return {
    token: bearer(request),
    ...csrOf(fields),
    spki: () => {
      const text = Buffer.from(content).toString();
      return text.includes('-----BEGIN') ? keyFromPem(text) : content;
    },
    proof: fields.bytes(fields.root, 'signedEmailAddress'),
  };
}

/**
 * CreateSigningCertificateRequest of Fulcio's v2 API (protobuf JSON). A token in the body takes precedence over the header's.
 * @throws FulcioError
 */
export function readV2(request: HttpRequest): SigningRequest {
  const fields = new Fields(request);
  const credentials = fields.object(fields.root, 'credentials');
  const keyRequest = fields.object(fields.root, 'publicKeyRequest');
  const content = fields.text(fields.object(keyRequest, 'publicKey'), 'content');
  const csr = csrOf(fields);
  const proof = fields.bytes(keyRequest, 'proofOfPossession');
  if (csr.csr && fields.root['publicKeyRequest'] !== undefined) {
    throw invalid(
      `proto: ${fields.at('"publicKeyRequest"')}: error parsing "publicKeyRequest", oneof dev.sigstore.fulcio.v2.CreateSigningCertificateRequest.key is already set`,
    );
  }
  return {
    token: fields.text(credentials, 'oidcIdentityToken') || bearer(request),
    ...csr,
    spki: () => keyFromPem(content),
    proof,
  };
}

function csrOf(fields: Fields): { readonly csr?: Uint8Array } {
  const csr = fields.bytes(fields.root, 'certificateSigningRequest');
  return csr.length > 0 ? { csr } : {};
}

function bearer(request: HttpRequest): string {
  return /^bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
}

function keyFromPem(pem: string): Uint8Array {
  let keys: Uint8Array[] = [];
  try {
    keys = decodePemBundle('PUBLIC KEY', pem);
  } catch {
    // Reported below, as a key that cannot be parsed.
  }
  if (!keys[0]) throw invalid(MESSAGE.key);
  return keys[0];
}

type JsonObject = Record<string, unknown>;

/** Members of a JSON body, with the error texts of protobuf's JSON reader. An empty body is an empty message. */
class Fields {
  readonly root: JsonObject;
  readonly #source: string;

  constructor(request: HttpRequest) {
    this.#source = Buffer.from(request.body).toString();
    const value = this.#source.trim() === '' ? {} : parse(this.#source);
    if (!isObject(value)) {
      const token = Array.isArray(value) ? '[' : JSON.stringify(value);
      throw invalid(`proto: syntax error (line 1:1): unexpected token ${token}`);
    }
    this.root = value;
  }

  object(parent: JsonObject, name: string): JsonObject {
    const value = parent[name] ?? {};
    if (isObject(value)) return value;
    const shown = JSON.stringify(value);
    throw invalid(`proto: syntax error ${this.at(shown)}: unexpected token ${shown}`);
  }

  text(parent: JsonObject, name: string): string {
    const value = parent[name] ?? '';
    if (typeof value === 'string') return value;
    throw this.#wrongValue('string', name, value);
  }

  bytes(parent: JsonObject, name: string): Uint8Array {
    const value = parent[name] ?? '';
    if (typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value))
      return new Uint8Array(Buffer.from(value, 'base64'));
    throw this.#wrongValue('bytes', name, value);
  }

  /** The position of this text in the body. */
  at(text: string): string {
    const before = this.#source.slice(0, Math.max(0, this.#source.indexOf(text))).split('\n');
    return `(line ${before.length}:${(before.at(-1)?.length ?? 0) + 1})`;
  }

  #wrongValue(type: string, name: string, value: unknown): Error {
    const shown = JSON.stringify(value);
    return invalid(`proto: ${this.at(shown)}: invalid value for ${type} field ${name}: ${shown}`);
  }
}

function parse(source: string): unknown {
  try {
    return parseGoJson(source);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}
