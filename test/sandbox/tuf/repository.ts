import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonicalJson, formatTime, type Json, toHex, utf8 } from '../../../core/encoding/index.js';

/** A file that a TUF client may request. */
export interface Target {
  readonly name: string;
  readonly content: Uint8Array;
  /** For clients that choose targets by `custom.sigstore` (the legacy Sigstore client). */
  readonly custom?: { readonly usage: string; readonly uri: string };
}

const SPEC_VERSION = '1.0.31';
const TEN_YEARS = 3653 * 86400;

/** What can differ in a later state of a repository: the version, the key, the lifetime. All optional. */
export interface RepositoryState {
  /** Of timestamp, snapshot and targets; the root's stays 1. Default 1. */
  readonly version?: number;
  /** Ed25519; a fresh one when left out. */
  readonly key?: KeyObject;
  /** Seconds until metadata other than the root expires. Default ten years. */
  readonly lifetime?: number;
}

/**
 * Every file of a TUF repository by its path: one Ed25519 key in all roles, one version of each, consistent snapshots (TUF
 * specification 1.0.31, sections 4 and 6.2).
 * @param now Unix seconds
 */
export function tufRepository(
  targets: readonly Target[],
  now: number,
  state: RepositoryState = {},
): Map<string, Uint8Array> {
  const role = new RoleSigner(now, state);
  const { version = 1 } = state;
  const files = new Map<string, Uint8Array>();
  const listed: Record<string, Json> = {};
  for (const { name, content, custom } of targets) {
    const facts = lengthAndHashes(content);
    listed[name] = custom ? { ...facts, custom: { sigstore: { status: 'Active', ...custom } } } : facts;
    files.set(`targets/${name}`, content);
    files.set(`targets/${facts.hashes.sha256}.${name}`, content);
    files.set(`targets/${facts.hashes.sha512}.${name}`, content);
  }
  const root = role.root();
  const targetsFile = role.metadata('targets', { targets: listed });
  const snapshot = role.metadata('snapshot', { meta: { 'targets.json': fileVersion(targetsFile, version) } });
  const timestamp = role.metadata('timestamp', { meta: { 'snapshot.json': fileVersion(snapshot, version) } });
  for (const [name, content] of Object.entries({ root, targets: targetsFile, snapshot })) {
    files.set(`${name}.json`, content);
    files.set(`${name === 'root' ? 1 : version}.${name}.json`, content);
  }
  return files.set('timestamp.json', timestamp);
}

function lengthAndHashes(content: Uint8Array) {
  const hash = (algorithm: string): string => createHash(algorithm).update(content).digest('hex');
  return { length: content.length, hashes: { sha256: hash('sha256'), sha512: hash('sha512') } };
}

function fileVersion(content: Uint8Array, version: number) {
  return { ...lengthAndHashes(content), version };
}

class RoleSigner {
  readonly #privateKey: KeyObject;
  readonly #key: Json;
  readonly #keyId: string;

  constructor(
    private readonly now: number,
    private readonly state: RepositoryState,
  ) {
    this.#privateKey = state.key ?? generateKeyPairSync('ed25519').privateKey;
    const spki = createPublicKey(this.#privateKey).export({ format: 'der', type: 'spki' });
    this.#key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: toHex(spki.subarray(-32)) } };
    this.#keyId = createHash('sha256').update(canonicalJson(this.#key)).digest('hex');
  }

  root(): Uint8Array {
    const role = { keyids: [this.#keyId], threshold: 1 };
    const roles = { root: role, targets: role, snapshot: role, timestamp: role };
    return this.metadata('root', { consistent_snapshot: true, keys: { [this.#keyId]: this.#key }, roles });
  }

  metadata(type: string, body: { readonly [name: string]: Json }): Uint8Array {
    const { version = 1, lifetime = TEN_YEARS } = type === 'root' ? {} : this.state;
    const expires = formatTime(this.now + lifetime);
    const signed = { _type: type, spec_version: SPEC_VERSION, version, expires, ...body };
    const signature = sign(null, utf8(canonicalJson(signed)), this.#privateKey).toString('hex');
    return utf8(JSON.stringify({ signed, signatures: [{ keyid: this.#keyId, sig: signature }] }));
  }
}
