import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { toHex, utf8 } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';
import { makeDirectory } from '../make-directory.js';
import { strangersObjection } from '../strangers.js';
import { VERSION } from '../version.js';
import { evidenceName, recordLine, verdictInLine } from './record.js';
import { Shard } from './shard.js';

// The verdict on one object is in one of sixteen files. A verdict takes about a kilobyte.
const SHARDS = 16;
const KEPT = 4;
/** Increase it when the same version of the program may give another verdict on the same evidence. */
const RULES = 3;

/** What the verdicts of one cache depend on, in addition to the objects. */
export interface CacheBasis {
  /** The user's cache directory for Waxseal. */
  readonly directory: string;
  /** `TrustedRoot.digest`. */
  readonly trust: string;
  /** Whether missing log entries are looked up. */
  readonly online: boolean;
  /** The largest size on disk, in bytes. */
  readonly size: number;
}

/**
 * Keeps verdicts on evidence (before any policy is asked) in the user's cache directory. What was checked once is
 * not checked again while the trusted root and the rules stay the same. Only final outcomes of Sigstore signatures
 * are kept, because they depend only on the object and the root.
 */
export class VerdictCache {
  readonly #shards = new Map<string, Shard>();
  readonly #path: string;
  readonly #online: boolean;
  readonly #size: number;
  #usable: boolean;

  constructor({ directory, trust, online, size }: CacheBasis) {
    const basis = [VERSION, String(RULES), trust, online ? 'online' : 'offline'].join('\n');
    const all = join(directory, 'verdicts');
    this.#path = join(all, toHex(digest('sha256', utf8(basis))).slice(0, 32));
    this.#online = online;
    this.#size = size;
    try {
      // Who can exchange a directory on the way can bring the verdicts of another trusted root here.
      this.#usable = strangersObjection(directory) === undefined;
      if (this.#usable && makeDirectory(this.#path, 0o700)) dropOldest(all);
    } catch {
      this.#usable = false;
    }
  }

  /** The name under which an object's verdict is kept. Compute it once and pass it to `get` and `put`. */
  nameOf({ type, format, raw }: GitObject): string {
    return evidenceName(type, format, raw);
  }

  /** The kept verdict on the object with this name; undefined if there is none or its line is damaged. */
  get(name: string, { id, type }: GitObject): Verdict | undefined {
    const line = this.#usable ? this.#shard(name).find(name) : undefined;
    return line === undefined ? undefined : verdictInLine(line, { id, type });
  }

  /** Keeps a verdict on evidence if it is final. */
  put(name: string, verdict: Verdict): void {
    if (this.#usable && isFinal(verdict, this.#online)) this.#shard(name).add(recordLine(name, verdict));
  }

  /** Writes all verdicts that are not written yet. */
  close(): void {
    for (const shard of this.#shards.values()) shard.close();
  }

  /**
   * The size that the cache needs for every verdict of this run; undefined if it is large enough. Call it after
   * `close`.
   */
  get needed(): number | undefined {
    const leftOut = [...this.#shards.values()].map((shard) => shard.leftOut);
    // The files do not fill evenly, so the fullest one counts.
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

/** Without an answer of the log a verdict is final only offline: the network may give the answer next time. */
function isFinal({ signature, outcome }: Verdict, online: boolean): boolean {
  if (signature !== 'sigstore') return false;
  return outcome === 'valid' || outcome === 'invalid' || (outcome === 'incomplete' && !online);
}

/** Removes the least recently used caches of other trusted roots and versions. */
function dropOldest(all: string): void {
  const found = readdirSync(all).map((name) => join(all, name));
  const byAge = found.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}
