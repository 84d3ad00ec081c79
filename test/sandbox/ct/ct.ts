import { createHash, sign, X509Certificate } from 'node:crypto';
import {
  concatBytes,
  equalBytes,
  fromUtf8,
  isObject,
  parseJson,
  toBase64,
} from '../../../core/encoding/index.js';
import type { SandboxContext } from '../context.js';
import { type HttpHandler, type HttpRequest, type HttpResponse, json, text } from '../http.js';
import { leafHashOf, MerkleTree } from '../merkle.js';
import { spkiOf, tlsVector } from '../pki.js';
import { precertificateLeaf, uint64, withoutPoison } from './precertificate.js';

const PREFIX = '/ctlog/ct/v1/';
/** DigitallySigned's algorithm pair: SHA-256, ECDSA (RFC 5246 section 7.4.1.4.1). */
const SHA256_ECDSA = Uint8Array.of(4, 3);
const MAX_ENTRIES = 256;

interface Entry {
  readonly leaf: Uint8Array;
  readonly extra: Uint8Array;
}

/**
 * A certificate-transparency log (RFC 6962 section 4) that takes precertificates of the sandbox's Fulcio: a real
 * Merkle tree, real SCTs. Paths are below `/ctlog`, as in the real stack.
 */
export function createCt(context: SandboxContext): HttpHandler {
  const log = new CtLog(context);
  return async (request) => {
    if (!request.path.startsWith(PREFIX)) return text(404, '404 page not found\n');
    switch (`${request.method} ${request.path.slice(PREFIX.length)}`) {
      case 'POST add-pre-chain':
        return log.addPreChain(request);
      case 'GET get-sth':
        return json(200, log.signedTreeHead());
      case 'GET get-entries':
        return log.entries(request.query);
      case 'GET get-roots':
        return json(200, { certificates: context.chains.fulcio.slice(-1).map(toBase64) });
      default:
        return text(404, '404 page not found\n');
    }
  };
}

class CtLog {
  readonly #tree = new MerkleTree();
  readonly #entries: Entry[] = [];

  constructor(private readonly context: SandboxContext) {}

  addPreChain({ body }: HttpRequest): HttpResponse {
    let chain: Uint8Array[];
    try {
      chain = readChain(body);
      this.#checkChain(chain);
    } catch (error) {
      return text(400, `Bad Request\nctlog: failed to parse add-chain body: ${(error as Error).message}\n`);
    }
    const [precertificate = new Uint8Array(), issuer = new Uint8Array()] = chain;
    const timestamp = this.context.clock() * 1000;
    const issuerKey = new X509Certificate(issuer).publicKey;
    const leaf = precertificateLeaf(withoutPoison(precertificate), issuerKey, timestamp);
    const certificates = chain.slice(1).map((der) => tlsVector(3, der));
    this.#tree.append(leafHashOf(leaf));
    this.#entries.push({
      leaf,
      extra: concatBytes(tlsVector(3, precertificate), tlsVector(3, concatBytes(...certificates))),
    });
    return json(200, {
      sct_version: 0,
      id: toBase64(new Uint8Array(createHash('sha256').update(spkiOf(this.context.keys.ct)).digest())),
      timestamp,
      extensions: '',
      signature: toBase64(this.#sign(leaf)),
    });
  }

  signedTreeHead(): unknown {
    const timestamp = this.context.clock() * 1000;
    const size = this.#entries.length;
    const root = this.#tree.root();
    const signed = concatBytes(Uint8Array.of(0, 1), uint64(timestamp), uint64(size), root);
    return {
      tree_size: size,
      timestamp,
      sha256_root_hash: toBase64(root),
      tree_head_signature: toBase64(this.#sign(signed)),
    };
  }

  entries(query: URLSearchParams): HttpResponse {
    const start = Number(query.get('start') ?? Number.NaN);
    const end = Number(query.get('end') ?? Number.NaN);
    if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start))
      return text(400, 'Bad Request\nctlog: bad range\n');
    if (start >= this.#entries.length) return text(400, 'Bad Request\nctlog: need tree size\n');
    const found = this.#entries.slice(start, Math.min(end + 1, start + MAX_ENTRIES));
    return json(200, {
      entries: found.map(({ leaf, extra }) => ({ leaf_input: toBase64(leaf), extra_data: toBase64(extra) })),
    });
  }

  #checkChain([precertificate, ...issuers]: readonly Uint8Array[]): void {
    const known = this.context.chains.fulcio;
    if (!precertificate) throw new Error('cert chain was empty');
    const sameChain =
      issuers.length === known.length &&
      known.every((der, i) => equalBytes(der, issuers[i] ?? new Uint8Array()));
    if (!sameChain) throw new Error('chain failed to validate: unknown issuer');
    const issuer = new X509Certificate(issuers[0] ?? new Uint8Array());
    if (!new X509Certificate(precertificate).verify(issuer.publicKey))
      throw new Error('chain failed to validate: wrong signature');
  }

  #sign(data: Uint8Array): Uint8Array {
    const signature = sign('sha256', data, this.context.keys.ct);
    return concatBytes(SHA256_ECDSA, tlsVector(2, signature));
  }
}

function readChain(body: Uint8Array): Uint8Array[] {
  const value = parseJson(fromUtf8(body));
  const chain = isObject(value) && Array.isArray(value['chain']) ? value['chain'] : [];
  return chain.map((item) => new Uint8Array(Buffer.from(String(item), 'base64')));
}
