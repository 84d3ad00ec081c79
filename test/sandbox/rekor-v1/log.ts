import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { canonicalJson, type Json, toBase64, toHex, utf8 } from '../../../core/encoding/index.js';
import { leafHashOf, MerkleTree } from '../merkle.js';
import type { CanonicalEntry } from './entry.js';

interface StoredEntry {
  readonly uuid: string;
  readonly index: number;
  readonly body: Uint8Array;
  readonly integratedTime: number;
  readonly attestation?: Uint8Array;
}

/** The log behind Rekor v1: one growing tree, entries by UUID and index, a search index, signed tree heads. */
export class RekorLog {
  readonly tree = new MerkleTree();
  /** Decimal, 63 bits. It is derived from the key, so that two sandboxes differ. */
  readonly treeId: string;
  readonly publicKeyPem: string;
  readonly #logId: string;
  readonly #treeIdHex: string;
  readonly #entries: StoredEntry[] = [];
  readonly #byLeaf = new Map<string, StoredEntry>();
  readonly #search = new Map<string, string[]>();
  #head: { readonly size: number; readonly text: string } | undefined;

  constructor(
    private readonly key: KeyObject,
    private readonly host: string,
    private readonly clock: () => number,
  ) {
    const publicKey = createPublicKey(key);
    const logId = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest();
    this.publicKeyPem = String(publicKey.export({ type: 'spki', format: 'pem' }));
    this.#logId = logId.toString('hex');
    this.#treeIdHex = (logId.readBigUInt64BE(8) >> 1n).toString(16).padStart(16, '0');
    this.treeId = BigInt(`0x${this.#treeIdHex}`).toString();
  }

  /** Appends an entry; `added` is false when the same entry is already in the log. */
  add(entry: CanonicalEntry): { readonly uuid: string; readonly index: number; readonly added: boolean } {
    const { kind, apiVersion, spec } = entry;
    const body = utf8(canonicalJson({ apiVersion, kind, spec }));
    const leafHash = leafHashOf(body);
    const leaf = toHex(leafHash);
    const known = this.#byLeaf.get(leaf);
    if (known) return { uuid: known.uuid, index: known.index, added: false };
    const index = this.tree.append(leafHash);
    const stored: StoredEntry = {
      uuid: this.#treeIdHex + leaf,
      index,
      body,
      integratedTime: this.clock(),
      ...(entry.attestation ? { attestation: entry.attestation } : {}),
    };
    this.#entries.push(stored);
    this.#byLeaf.set(leaf, stored);
    for (const key of new Set(entry.indexKeys.map((name) => name.toLowerCase()))) {
      const uuids = this.#search.get(key);
      if (uuids) uuids.push(stored.uuid);
      else this.#search.set(key, [stored.uuid]);
    }
    return { uuid: stored.uuid, index, added: true };
  }

  /** Index of the same entry, if it is in the log. */
  peek({ kind, apiVersion, spec }: CanonicalEntry): number | undefined {
    return this.indexOf(toHex(leafHashOf(utf8(canonicalJson({ apiVersion, kind, spec })))));
  }

  /** Index of an entry by UUID (64 or 80 hexadecimal digits, any case) of this tree. */
  indexOf(uuid: string): number | undefined {
    const name = uuid.toLowerCase();
    if (name.length === 80 && !name.startsWith(this.#treeIdHex)) return undefined;
    return this.#byLeaf.get(name.slice(-64))?.index;
  }

  /** The UUIDs under one key of the search index. */
  search(key: string): readonly string[] {
    return this.#search.get(key.toLowerCase()) ?? [];
  }

  /** The entry at `index` as Rekor returns it, with a proof for the present tree; with `stored`, also its attestation. */
  entryJson(index: number, stored: boolean): Json | undefined {
    const entry = this.#entries[index];
    if (!entry) return undefined;
    const body = toBase64(entry.body);
    const promised = { body, integratedTime: entry.integratedTime, logID: this.#logId, logIndex: index };
    const signedEntryTimestamp = toBase64(sign('sha256', utf8(canonicalJson(promised)), this.key));
    const inclusionProof = {
      checkpoint: this.checkpoint(),
      hashes: this.tree.inclusionProof(index).map(toHex),
      logIndex: index,
      rootHash: toHex(this.tree.root()),
      treeSize: this.tree.size,
    };
    const attestation =
      stored && entry.attestation ? { attestation: { data: toBase64(entry.attestation) } } : {};
    return {
      [entry.uuid]: {
        ...attestation,
        ...promised,
        verification: { inclusionProof, signedEntryTimestamp },
      },
    };
  }

  /** Signed note over the tree head: origin `host - treeID` (C2SP tlog-checkpoint, ECDSA as Rekor signs it). */
  checkpoint(): string {
    const { size } = this.tree;
    if (this.#head?.size === size) return this.#head.text;
    const note = `${this.host} - ${this.treeId}\n${size}\n${toBase64(this.tree.root())}\n`;
    const hint = Buffer.from(this.#logId.slice(0, 8), 'hex');
    const signature = Buffer.concat([hint, sign('sha256', utf8(note), this.key)]).toString('base64');
    this.#head = { size, text: `${note}\n\u2014 ${this.host} ${signature}\n` };
    return this.#head.text;
  }
}
