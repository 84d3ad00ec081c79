import type { Item } from '../finding/index.js';
import { harmlessJson } from '../harmless/index.js';
import type { Renderer, RenderOptions } from './renderer.js';
import { findingResult, verdictResult } from './sarif-result.js';
import { descriptor } from './sarif-rule.js';

// SARIF 2.1.0 (OASIS), sections 3.13 sarifLog, 3.20 invocation, 3.58 notification.

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The run itself, with a notification for each thing that was not reached, because a result would have to be about an item. */
function invocation<S>(summary: S, words: RenderOptions<S>['summary']): Record<string, unknown> {
  const notes = words.remarks(summary).map((text) => ({ level: 'warning', message: { text } }));
  return {
    executionSuccessful: true,
    ...(notes.length > 0 && { toolExecutionNotifications: notes }),
    properties: words.facts(summary),
  };
}

/**
 * A SARIF 2.1.0 log: verdicts that do not hold, and every finding at its place. Exempt and ignored results are suppressed.
 * The rules come after the results that need them.
 */
export function sarifRenderer<S>(options: RenderOptions<S>): Renderer<Item, S> {
  const rules = new Map<string, number>();
  const indexOf = (rule: string) => {
    const index = rules.get(rule) ?? rules.size;
    rules.set(rule, index);
    return index;
  };
  let between = '\n';
  const results = (item: Item, holds: boolean): Record<string, unknown>[] => {
    const { verdict, findings } = item;
    const shown = verdict && (verdict.exempt || (!holds && verdict.outcome !== 'verified'));
    return [
      ...(shown ? [verdictResult({ ...item, verdict }, indexOf)] : []),
      ...findings.map((finding) => findingResult(finding, item, options, indexOf)),
    ];
  };
  return {
    begin: () => `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"results":[`,
    one: (item, answer) => {
      const texts = results(item, answer === 'holds').map((result) => harmlessJson(result));
      if (texts.length === 0) return '';
      const text = between + texts.join(',\n');
      between = ',\n';
      return text;
    },
    end: (summary) => {
      const driver = {
        name: 'waxseal',
        version: options.version,
        semanticVersion: options.version,
        rules: [...rules.keys()].map((rule) => descriptor(rule, options)),
      };
      const invocations = harmlessJson([invocation(summary, options.summary)]);
      return `\n],"invocations":${invocations},"columnKind":"utf16CodeUnits","tool":${harmlessJson({ driver })}}]}\n`;
    },
  };
}
