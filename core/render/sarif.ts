import type { Item } from '../finding/index.js';
import { harmlessJson } from '../harmless/index.js';
import type { Renderer, RenderOptions } from './renderer.js';
import { configurationNotification, findingResult, verdictResult } from './sarif-result.js';
import { descriptor } from './sarif-rule.js';

// SARIF 2.1.0 (OASIS), sections 3.13 sarifLog, 3.20 invocation, 3.58 notification.

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Subjects that are part of the set-up of this program, and in no file. */
const ABOUT_THIS_PROGRAM: ReadonlySet<string> = new Set(['check', 'trusted-root']);

type Members = Record<string, unknown>;

/** The codes in the order in which they were first used. Descriptors are found by their index. */
class Indexes {
  readonly #known = new Map<string, number>();

  of(rule: string): number {
    const index = this.#known.get(rule) ?? this.#known.size;
    this.#known.set(rule, index);
    return index;
  }

  get rules(): string[] {
    return [...this.#known.keys()];
  }
}

/** The run itself, with a notification for each thing that was not reached, because a result would have to be about an item. */
function invocation<S>(
  summary: S,
  words: RenderOptions<S>['summary'],
  configuration: readonly Members[],
): Members {
  const notes = words.remarks(summary).map((text) => ({ level: 'warning', message: { text } }));
  return {
    executionSuccessful: true,
    ...(notes.length > 0 && { toolExecutionNotifications: notes }),
    ...(configuration.length > 0 && { toolConfigurationNotifications: configuration }),
    properties: words.facts(summary),
  };
}

/**
 * A SARIF 2.1.0 log: verdicts that do not hold, and every finding at its place. Exempt and ignored results are suppressed.
 * What is wrong with the set-up of this program (a check of it, or its trusted root) stands in the invocation, as notifications: it is in
 * no file. A result without a file is allowed by SARIF, but GitHub refuses the whole log because of it.
 * The rules come after the results that need them.
 */
export function sarifRenderer<S>(options: RenderOptions<S>): Renderer<Item, S> {
  const rules = new Indexes();
  const indexOf = (rule: string) => rules.of(rule);
  const notices = new Indexes();
  const configuration: Members[] = [];
  let between = '\n';
  const results = (item: Item, holds: boolean): Members[] => {
    const { verdict, findings } = item;
    if (ABOUT_THIS_PROGRAM.has(item.subject.type)) {
      const indexOfNotice = (rule: string) => notices.of(rule);
      for (const finding of findings)
        configuration.push(configurationNotification(finding, item, options, indexOfNotice));
      return [];
    }
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
        rules: rules.rules.map((rule) => descriptor(rule, options)),
        ...(configuration.length > 0 && {
          notifications: notices.rules.map((rule) => descriptor(rule, options)),
        }),
      };
      const invocations = harmlessJson([invocation(summary, options.summary, configuration)]);
      return `\n],"invocations":${invocations},"columnKind":"utf16CodeUnits","tool":${harmlessJson({ driver })}}]}\n`;
    },
  };
}
