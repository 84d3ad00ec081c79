import type { InstallationReason, ReasonCode } from '../codes/index.js';
import type { Outcome, Verdict } from '../verdict/index.js';
import type { FileDifferences } from './compare.js';

/** Whether the files of an installed extension are those of a release. */
export interface InstallationVerdict {
  /** `verified`, `refused` (attested by somebody else), `invalid`, or `incomplete` (could not be checked). */
  readonly outcome: Exclude<Outcome, 'valid' | 'unsigned'>;
  readonly reason?: InstallationReason | ReasonCode;
  /** One harmless line. */
  readonly detail: string;
  readonly hint?: string;
  readonly extension?: string;
  readonly version?: string;
  /** How many files the release lists. */
  readonly files?: number;
  readonly differences?: FileDifferences;
  /** The verdict on the attestation of the list of digests. */
  readonly provenance?: Verdict;
}
