import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { toHex, utf8 } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';
import { makeDirectory } from '../make-directory.js';
import { VERSION } from '../version.js';
import { evidenceName, recordLine, verdictInLine } from './record.js';
import { Shard } from './shard.js';

// One object's verdict needs one of sixteen files. A verdict takes about a kilobyte.
const SHARDS = 16;
const KEPT = 4;
/** Changes whenever the same version may come to another verdict on the same evidence. */
const RULES = 3;

/** What the verdicts of one cache rest on besides the objects. */
export interface CacheBasis {
  /** The user's cache directory for Waxseal. */
  readonly directory: string;
  /** `TrustedRoot.digest`. */
  readonly trust: string;
  /** Whether missing log entries are looked up. */
  readonly online: boolean;
  /** Most bytes it takes on disk. */
  readonly size: number;
}

/**
 * Verdicts on evidence, before any policy has its say, kept in the user's cache directory: what was checked once need
 * not be checked again while the trusted root and the rules stay the same. Only final outcomes of Sigstore signatures are
 * kept: they rest on the object and the root alone.
 */
export class VerdictCache {
  readonly #shards = new Map<string, Shard>();
  readonly #path: string;
  readonly #online: boolean;
  readonly #size: number;
  #usable = true;

  constructor({ directory, trust, online, size }: CacheBasis) {
    const basis = [VERSION, String(RULES), trust, online ? 'online' : 'offline'].join('\n');
    const all = join(directory, 'verdicts');
    this.#path = join(all, toHex(digest('sha256', utf8(basis))).slice(0, 32));
    this.#online = online;
    this.#size = size;
    try {
      if (makeDirectory(this.#path, 0o700)) dropOldest(all);
    } catch {
      this.#usable = false;
    }
  }

  /** The name under which an object's verdict is kept; take it once, and hand it to `get` and `put`. */
  nameOf({ type, format, raw }: GitObject): string {
    return evidenceName(type, format, raw);
  }

  /** The kept verdict on the object with this name; undefined when there is none, or its line is damaged. */
  get(name: string, { id, type }: GitObject): Verdict | undefined {
    const line = this.#usable ? this.#shard(name).find(name) : undefined;
    return line === undefined ? undefined : verdictInLine(line, { id, type });
  }

  /** Keeps a verdict on evidence if it is final. */
  put(name: string, verdict: Verdict): void {
    if (this.#usable && isFinal(verdict, this.#online)) this.#shard(name).add(recordLine(name, verdict));
  }

  /** Writes what is not written yet. */
  close(): void {
    for (const shard of this.#shards.values()) shard.close();
  }

  /** How large the cache would have to be for every verdict of this run, once it is closed; undefined when it is. */
  get needed(): number | undefined {
    const leftOut = [...this.#shards.values()].map((shard) => shard.leftOut);
    // Files do not fill evenly: the fullest tells.
    const most = Math.max(0, ...leftOut);
    return most > 0 ? this.#size + most * SHARDS : undefined;
  }

  #shard(name: string): Shard {
    // base64url has 64 digits; four of them share a file.
    const letter = (DIGITS.indexOf(name.charAt(0)) >> 2).toString(16);
    let shard = this.#shards.get(letter);
    if (!shard) {
      shard = new Shard(join(this.#path, letter), Math.floor(this.#size / SHARDS));
      this.#shards.set(letter, shard);
    }
    return shard;
  }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What the network withheld today it may give tomorrow: without an answer of the log nothing is final but offline. */
function isFinal({ signature, outcome }: Verdict, online: boolean): boolean {
  if (signature !== 'sigstore') return false;
  return outcome === 'valid' || outcome === 'invalid' || (outcome === 'incomplete' && !online);
}

/** Removes the caches of trusted roots and versions that were used longest ago. */
function dropOldest(all: string): void {
  const found = readdirSync(all).map((name) => join(all, name));
  const byAge = found.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}
