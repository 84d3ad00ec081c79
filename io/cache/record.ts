import { crc32 } from 'node:zlib';
import { isObject, parseJson } from '../../core/encoding/index.js';
import { digestOfParts } from '../../core/primitives/index.js';
import type { Check, Verdict, VerdictObject } from '../../core/verdict/index.js';

// One line of a cache file: the name of the evidence, a checksum, and the verdict as JSON without what the reader
// already knows. The checksum only detects damage, so CRC-32 is enough: whoever can write the file can write any
// checksum, and SHA-256 took a tenth of the time of a second run. Checks are arrays: a passed one is [name,
// detail], others are [name, detail, outcome, reason].

/** Characters of a name: SHA-256 as base64url. */
export const NAME_LENGTH = 43;
const SUM_LENGTH = 8;
const OUTCOMES: readonly unknown[] = ['valid', 'incomplete', 'invalid'] satisfies Verdict['outcome'][];

/**
 * The name of an object's evidence: SHA-256 of the bytes that were read, with type and object format. So a
 * repository cannot get the verdict for other bytes, and two objects with the same SHA-1 id have different names.
 */
export function evidenceName(type: string, format: string, raw: Uint8Array): string {
  return base64url(digestOfParts('sha256', Buffer.from(`${type} ${format} ${raw.length}\0`), raw));
}

/** The line for a verdict, with its line break. */
export function recordLine(name: string, { object: _, checks, ...rest }: Verdict): string {
  const short = checks.map(({ name: check, outcome, reason, detail }) =>
    outcome === 'passed' ? [check, detail] : [check, detail, outcome, reason],
  );
  const json = JSON.stringify({ ...rest, checks: short });
  return `${name} ${sumOf(Buffer.from(name), Buffer.from(json))} ${json}\n`;
}

/**
 * The verdict in a line (without its line break), for this object; undefined if the line is damaged or not ours.
 */
export function verdictInLine(line: Buffer, object: VerdictObject): Verdict | undefined {
  const json = line.subarray(NAME_LENGTH + SUM_LENGTH + 2);
  const sum = line.toString('latin1', NAME_LENGTH + 1, NAME_LENGTH + 1 + SUM_LENGTH);
  if (sum !== sumOf(line.subarray(0, NAME_LENGTH), json)) return undefined;
  try {
    const stored = parseJson(json.toString('utf8'));
    if (!isObject(stored) || !OUTCOMES.includes(stored['outcome']) || !Array.isArray(stored['checks']))
      return undefined;
    const checks = (stored['checks'] as string[][]).map(storedCheck);
    // Nobody else uses the parsed object, so it is changed in place: a copy would cost as much as the checks.
    return Object.assign(stored, { object, checks }) as unknown as Verdict;
  } catch {
    return undefined;
  }
}

function storedCheck([name, detail, outcome = 'passed', reason]: readonly string[]): Check {
  return (reason === undefined ? { name, outcome, detail } : { name, outcome, reason, detail }) as Check;
}

function sumOf(name: Uint8Array, json: Uint8Array): string {
  return crc32(json, crc32(name)).toString(16).padStart(SUM_LENGTH, '0');
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}
