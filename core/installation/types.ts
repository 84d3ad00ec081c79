import type { Outcome, ReasonCode, Verdict } from '../verdict/index.js';
import type { FileDifferences } from './compare.js';

/** Why an installation is not verified, unless the evidence of the provenance decides it. */
export type InstallationReason =
  | 'NOT_A_RELEASE'
  | 'DIGEST_LIST_MALFORMED'
  | 'FILES_DIFFER'
  | 'PROVENANCE_MISSING'
  | 'PROVENANCE_NOT_REACHED'
  | 'PROVENANCE_OF_ANOTHER_KIND';

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
