/** What gpg concluded about one signature (GnuPG doc/DETAILS, "General status codes"). */
export type GpgConclusion = 'GOODSIG' | 'EXPSIG' | 'EXPKEYSIG' | 'REVKEYSIG' | 'BADSIG' | 'ERRSIG';

/** How far gpg trusts the key, by the user's ownertrust. */
export type GpgTrust = 'undefined' | 'never' | 'marginal' | 'fully' | 'ultimate';

/** One signature as gpg's status lines describe it. Key ids and fingerprints are upper-case hexadecimal. */
export interface GpgStatus {
  readonly conclusion: GpgConclusion;
  readonly keyId: string;
  /** As gpg knows the user, UTF-8 with gpg's %-escapes undone; absent for ERRSIG. */
  readonly userId?: string;
  /** VALIDSIG: the key that signed, its primary key, and the signature's times in Unix seconds. */
  readonly valid?: {
    readonly fingerprint: string;
    readonly primaryFingerprint: string;
    readonly createdAt: number;
  };
  readonly trust?: GpgTrust;
  /** For ERRSIG: 9 is a missing key, 4 an unknown algorithm. */
  readonly errorCode?: number;
}

const PREFIX = '[GNUPG:] ';
const CONCLUSIONS: ReadonlySet<string> = new Set([
  'GOODSIG',
  'EXPSIG',
  'EXPKEYSIG',
  'REVKEYSIG',
  'BADSIG',
  'ERRSIG',
]);
const TRUSTS: ReadonlySet<string> = new Set(['undefined', 'never', 'marginal', 'fully', 'ultimate']);
/** Words that show that gpg did not see the one signed message it was given. */
const FISHY: ReadonlySet<string> = new Set([
  'UNEXPECTED',
  'NODATA',
  'BADARMOR',
  'BEGIN_DECRYPTION',
  'ENC_TO',
]);
const HEX_ID = /^[0-9A-F]{16,64}$/;

function isConclusion(word: string): word is GpgConclusion {
  return CONCLUSIONS.has(word);
}

function isTrust(word: string): word is GpgTrust {
  return TRUSTS.has(word);
}

/** Undoes the %-escapes of a user id; one that can't be undone stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `VALIDSIG fpr date time expires version reserved pk hash class [primary]`. */
function parseValid(fields: readonly string[]): GpgStatus['valid'] {
  const [fingerprint = '', , created = '', , , , , , , primaryFingerprint = fingerprint] = fields;
  const good = HEX_ID.test(fingerprint) && HEX_ID.test(primaryFingerprint) && /^\d{1,10}$/.test(created);
  return good ? { fingerprint, primaryFingerprint, createdAt: Number(created) } : undefined;
}

function parseConclusion(
  conclusion: GpgConclusion,
  [keyId = '', ...fields]: readonly string[],
): GpgStatus | undefined {
  if (!HEX_ID.test(keyId)) return undefined;
  if (conclusion !== 'ERRSIG') return { conclusion, keyId, userId: unescaped(fields.join(' ')) };
  const code = fields[4] ?? '';
  return /^\d{1,3}$/.test(code) ? { conclusion, keyId, errorCode: Number(code) } : undefined;
}

/**
 * What gpg's status lines for one signature say. Strict: every line is a status line, there is one conclusion, at most one
 * VALIDSIG and one TRUST_ line, and a good signature has a VALIDSIG with the matching key.
 * @returns undefined for any other lines: then gpg gave no answer
 */
export function parseGpgStatus(lines: readonly string[]): GpgStatus | undefined {
  const conclusions: (GpgStatus | undefined)[] = [];
  const valids: GpgStatus['valid'][] = [];
  const trusts: string[] = [];
  for (const line of lines) {
    if (!line.startsWith(PREFIX)) return undefined;
    const [word = '', ...fields] = line.slice(PREFIX.length).split(' ');
    if (FISHY.has(word)) return undefined;
    if (isConclusion(word)) conclusions.push(parseConclusion(word, fields));
    else if (word === 'VALIDSIG') valids.push(parseValid(fields));
    else if (word.startsWith('TRUST_')) trusts.push(word.slice('TRUST_'.length).toLowerCase());
  }
  const [conclusion] = conclusions;
  const [valid] = valids;
  const [trust] = trusts;
  if (!conclusion || conclusions.length > 1 || valids.length > 1 || trusts.length > 1) return undefined;
  if (trust !== undefined && !isTrust(trust)) return undefined;
  const bad = conclusion.conclusion === 'BADSIG' || conclusion.conclusion === 'ERRSIG';
  if (bad !== (valid === undefined)) return undefined;
  if (valid && !matches(valid.fingerprint, conclusion.keyId)) return undefined;
  return { ...conclusion, ...(valid ? { valid } : {}), ...(trust === undefined ? {} : { trust }) };
}

/** The key id is a part of the fingerprint: its end in version 4, its start in later ones. */
function matches(fingerprint: string, keyId: string): boolean {
  return fingerprint.length === 40 ? fingerprint.endsWith(keyId) : fingerprint.startsWith(keyId);
}
