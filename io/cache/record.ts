import { isObject, parseJson } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import type { Check, Verdict, VerdictObject } from '../../core/verify/index.js';

// One line of a cache file: name of the evidence, a sum over the line against damage, and the verdict as JSON without
// what the reader knows already. Checks are arrays: a passed one is [name, detail], others [name, detail, outcome, reason].

/** Characters of a name: SHA-256 as base64url. */
export const NAME_LENGTH = 43;
const SUM_LENGTH = 11;
const OUTCOMES: readonly unknown[] = ['valid', 'incomplete', 'invalid'] satisfies Verdict['outcome'][];

/**
 * The name of an object's evidence: SHA-256 of its bytes as they were read, with type and object format. A repository
 * cannot present other bytes under it, and two objects made to share a SHA-1 id do not share it.
 */
export function evidenceName(type: string, format: string, raw: Uint8Array): string {
  return base64url(digest('sha256', Buffer.concat([Buffer.from(`${type} ${format} ${raw.length}\0`), raw])));
}

/** The line for a verdict, with its line break. */
export function recordLine(name: string, { object: _, checks, ...rest }: Verdict): string {
  const short = checks.map(({ name: check, outcome, reason, detail }) =>
    outcome === 'passed' ? [check, detail] : [check, detail, outcome, reason],
  );
  const json = JSON.stringify({ ...rest, checks: short });
  return `${name} ${sumOf(name, json)} ${json}\n`;
}

/** The verdict in a line (without its line break), about this object; undefined when the line is damaged or foreign. */
export function verdictInLine(line: string, object: VerdictObject): Verdict | undefined {
  const name = line.slice(0, NAME_LENGTH);
  const json = line.slice(NAME_LENGTH + SUM_LENGTH + 2);
  if (line.slice(NAME_LENGTH + 1, NAME_LENGTH + 1 + SUM_LENGTH) !== sumOf(name, json)) return undefined;
  try {
    const stored = parseJson(json);
    if (!isObject(stored) || !OUTCOMES.includes(stored['outcome']) || !Array.isArray(stored['checks']))
      return undefined;
    const checks = (stored['checks'] as string[][]).map(
      ([check, detail, outcome = 'passed', reason]) =>
        ({ name: check, outcome, ...(reason !== undefined && { reason }), detail }) as Check,
    );
    return { ...(stored as unknown as Verdict), object, checks };
  } catch {
    return undefined;
  }
}

function sumOf(name: string, json: string): string {
  return base64url(digest('sha256', Buffer.from(name + json))).slice(0, SUM_LENGTH);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}
