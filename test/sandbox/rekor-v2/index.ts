import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { canonicalJson, type Json, toBase64, toHex, utf8 } from '../../../core/encoding/index.js';
import type { SandboxContext } from '../context.js';
import { type HttpHandler, type HttpRequest, type HttpResponse, json } from '../http.js';
import { leafHashOf, MerkleTree } from '../merkle.js';
import { RpcError } from './error.js';
import { canonicalBody } from './request.js';
import { entryBundle, hashTile, parseTilePath } from './tile.js';

/** The id of a Rekor v2 log: SHA-256(name, LF, 0x01, Ed25519 key); its first four bytes hint at the key in checkpoints. */
export function rekorV2LogId(key: KeyObject, origin: string): Uint8Array {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(`${origin}\n\x01`).update(spki.subarray(-32)).digest();
}

/** Rekor v2 (github.com/sigstore/rekor-tiles 2.3): one shard whose origin is the host of its URL; also serves its tiles. */
export function createRekorV2(context: SandboxContext): HttpHandler {
  const log = new TiledLog(context.keys.rekorV2, new URL(context.urls.rekorV2).hostname);
  return async (request) => {
    try {
      return answer(log, request);
    } catch (error) {
      if (error instanceof RpcError) return error.response();
      throw error;
    }
  };
}

function answer(log: TiledLog, { method, path, body }: HttpRequest): HttpResponse {
  if (path === '/api/v2/log/entries') {
    if (method !== 'POST') throw new RpcError(12, 'Method Not Allowed');
    return json(201, log.add(canonicalBody(Buffer.from(body).toString())));
  }
  if (path === '/healthz') return json(200, { status: 'SERVING' });
  const stored = method === 'GET' ? log.read(path.replace(/^\/api\/v2\//, '')) : undefined;
  if (!stored) throw new RpcError(5, 'Not Found');
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: stored };
}

class TiledLog {
  readonly #tree = new MerkleTree();
  readonly #bodies: Uint8Array[] = [];
  readonly #byLeaf = new Map<string, number>();
  readonly #logId: Uint8Array;

  constructor(
    private readonly key: KeyObject,
    private readonly origin: string,
  ) {
    this.#logId = rekorV2LogId(key, origin);
  }

  /** Appends an entry; returns its TransparencyLogEntry as protojson. */
  add(entry: Json): Json {
    const body = utf8(canonicalJson(entry));
    const leafHash = leafHashOf(body);
    const known = this.#byLeaf.get(toHex(leafHash));
    if (known !== undefined)
      throw new RpcError(
        6,
        `an equivalent entry already exists in the transparency log with index ${known}`,
        { 'x-log-index': String(known) },
      );
    const index = this.#tree.append(leafHash);
    this.#bodies.push(body);
    this.#byLeaf.set(toHex(leafHash), index);
    return {
      logIndex: String(index),
      logId: { keyId: toBase64(this.#logId) },
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
      integratedTime: '0',
      inclusionPromise: null,
      inclusionProof: {
        logIndex: String(index),
        rootHash: toBase64(this.#tree.root()),
        treeSize: String(this.#tree.size),
        hashes: this.#tree.inclusionProof(index).map(toBase64),
        checkpoint: { envelope: this.#checkpoint() },
      },
      canonicalizedBody: toBase64(body),
    };
  }

  /** The resource at a path of C2SP tlog-tiles: `checkpoint`, `tile/...`. */
  read(path: string): Uint8Array | undefined {
    if (path === 'checkpoint') return utf8(this.#checkpoint());
    const tile = path.startsWith('tile/') ? parseTilePath(path.slice('tile/'.length)) : undefined;
    if (!tile) return undefined;
    return tile.level === undefined
      ? entryBundle(this.#bodies, tile)
      : hashTile(this.#tree, tile.level, tile);
  }

  #checkpoint(): string {
    const note = `${this.origin}\n${this.#tree.size}\n${toBase64(this.#tree.root())}\n`;
    const signature = Buffer.concat([this.#logId.subarray(0, 4), sign(null, utf8(note), this.key)]);
    return `${note}\n\u2014 ${this.origin} ${signature.toString('base64')}\n`;
  }
}
