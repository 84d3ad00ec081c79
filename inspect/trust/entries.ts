import { nameText } from '../../core/certificate/index.js';
import { toHex } from '../../core/encoding/index.js';
import {
  type Profile,
  profileOf,
  type TrustedAuthority,
  type TrustedLog,
  type TrustedRoot,
  type ValidityPeriod,
} from '../../core/trust/index.js';

/** An authority or a log that is trusted, and when. */
export interface TrustedEntry {
  /** Its address and what identifies it. Raw: whoever prints it makes it harmless. */
  readonly name: string;
  readonly validFor: ValidityPeriod;
  /** The evidence that signatures with its certificates must have. */
  readonly profile?: Profile;
}

/** The trusted authorities and logs of one kind. */
export interface TrustedList {
  readonly kind: 'certificate-authority' | 'log' | 'certificate-log' | 'timestamp-authority';
  readonly entries: readonly TrustedEntry[];
}

function ofAuthority({ uri, chain, validFor }: TrustedAuthority): TrustedEntry {
  const [issuing] = chain;
  const subject = issuing ? nameText(issuing.subject) : 'no certificate';
  return { name: uri ? `${uri} (${subject})` : subject, validFor };
}

function ofLog({ baseUrl, logId, validFor }: TrustedLog): TrustedEntry {
  const id = toHex(logId).slice(0, 16);
  return { name: baseUrl ? `${baseUrl} (${id})` : id, validFor };
}

/** Who is trusted when, by kind. */
export function trustedLists(root: TrustedRoot): readonly TrustedList[] {
  const authorities = root.certificateAuthorities.map((authority) => ({
    ...ofAuthority(authority),
    profile: profileOf([authority]),
  }));
  return [
    { kind: 'certificate-authority', entries: authorities },
    { kind: 'log', entries: root.logs.map(ofLog) },
    { kind: 'certificate-log', entries: root.ctLogs.map(ofLog) },
    { kind: 'timestamp-authority', entries: root.timestampAuthorities.map(ofAuthority) },
  ];
}
