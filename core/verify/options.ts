import type { SignatureCache } from '../certificate/index.js';
import type { LogEntry } from '../transparency/index.js';
import type { TrustedRoot } from '../trust/index.js';

/** What a verdict rests on besides the object itself. */
export interface VerifyOptions {
  readonly trust: TrustedRoot;
  /** Entries a log look-up brought; each is checked as strictly as an embedded one, and none can make a verdict worse. */
  readonly lookedUp?: readonly LogEntry[];
  /** Why a look-up that was asked for brought no answer, one line; shown in the verdict. */
  readonly lookUpFailure?: string;
  /** Certificate signatures already checked in this run; give the same `new Map()` to many calls. */
  readonly cache?: SignatureCache;
}
