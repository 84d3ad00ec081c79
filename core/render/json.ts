import { formatTime } from '../encoding/index.js';
import { harmlessJson } from '../harmless/index.js';
import type { Verdict } from '../verdict/index.js';

/** Version of the JSON documents; it changes when a member changes its meaning or is removed (docs/json.md). */
export const JSON_VERSION = 1;

/**
 * A verdict as docs/json.md describes it. Texts are raw, as in the evidence: {@link jsonDocument} makes them harmless.
 * @param name what the person asked for
 */
export function verdictJson(verdict: Verdict, name: string): Record<string, unknown> {
  const {
    object,
    lightweightTag,
    signature,
    outcome,
    signer,
    signedAt,
    logEntry,
    attests,
    fingerprint,
    key,
    primaryKey,
    checks,
    exempt,
  } = verdict;
  return {
    name,
    object: { id: object.id, type: object.type },
    ...(lightweightTag !== undefined && { lightweightTag }),
    signature,
    outcome,
    ...(signer && {
      signer: {
        subject: signer.subject,
        subjectType: signer.subjectType,
        ...(signer.issuer !== '' && { issuer: signer.issuer }),
        claims: { ...signer.claims },
      },
    }),
    ...(signedAt && { signedAt: { time: formatTime(signedAt.time), source: signedAt.source } }),
    ...(logEntry && {
      logEntry: {
        log: logEntry.log,
        index: logEntry.index,
        ...(logEntry.integratedTime > 0 && { integratedTime: formatTime(logEntry.integratedTime) }),
        inclusion: logEntry.inclusion,
      },
    }),
    ...(attests !== undefined && { attests }),
    ...(key !== undefined && { key }),
    ...(primaryKey !== undefined && { primaryKey }),
    ...(fingerprint && { fingerprint: { sha1: fingerprint.sha1, sha256: fingerprint.sha256 } }),
    ...(exempt && {
      exempt: {
        rule: exempt.rule,
        reason: exempt.reason,
        ...(exempt.until !== undefined && { until: formatTime(exempt.until) }),
      },
    }),
    checks: checks.map(({ name: check, outcome: result, reason, detail }) => ({
      name: check,
      outcome: result,
      ...(reason && { reason }),
      detail,
    })),
  };
}

/** A readable JSON document with its final line break. It can be printed anywhere. */
export function jsonDocument(value: Record<string, unknown>): string {
  return `${harmlessJson({ version: JSON_VERSION, ...value }, 2)}\n`;
}
