import { formatTime } from '../encoding/index.js';
import { type Finding, findingText, type Location } from '../finding/index.js';
import type { RenderOptions } from './renderer.js';

function locationJson({ kind, id, path, range }: Location): Record<string, unknown> {
  return {
    kind,
    id,
    ...(path !== undefined && { path }),
    ...(range && { start: { ...range.start }, ...(range.end && { end: { ...range.end } }) }),
  };
}

/** A finding as docs/json.md describes it. Texts are raw: `jsonDocument` makes them harmless. */
export function findingJson(
  finding: Finding,
  { sentences, language }: RenderOptions,
): Record<string, unknown> {
  const { rule, variant, values, level, at, related, fix, ignored } = finding;
  const { message, remedy } = findingText(finding, sentences, language);
  return {
    rule,
    ...(variant !== undefined && { variant }),
    level,
    message,
    remedy,
    values: { ...values },
    ...(at && { at: locationJson(at) }),
    ...(related && { related: related.map(locationJson) }),
    ...(fix && { fix: { kind: fix.kind, needsNetwork: fix.needsNetwork } }),
    ...(ignored && {
      ignored: {
        reason: ignored.reason,
        ...(ignored.until !== undefined && { until: formatTime(ignored.until) }),
      },
    }),
  };
}
