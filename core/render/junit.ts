import { type Answer, type Item, isNotMade } from '../finding/index.js';
import { exemptionText, failuresOf, outcomeWord, subjectText } from './failure.js';
import type { Renderer, RenderOptions } from './renderer.js';
import { xmlText } from './xml.js';

/** Why a test case counts neither as passed nor as failed: the item is exempt, or its check was not made. */
function whySkipped(item: Item, options: RenderOptions): string | undefined {
  const { verdict, findings } = item;
  if (verdict || findings.length === 0 || !findings.every(isNotMade)) return exemptionText(verdict);
  return failuresOf(item, options)
    .map(({ message }) => message)
    .join('; ');
}

function testcase(item: Item, answer: Answer, options: RenderOptions): string {
  const { subject } = item;
  const attributes = `classname="waxseal.${xmlText(subject.type)}" name="${xmlText(subjectText(item))}"`;
  const skipped = whySkipped(item, options);
  if (skipped !== undefined)
    return `    <testcase ${attributes}>\n      <skipped message="${xmlText(skipped)}"/>\n    </testcase>\n`;
  if (answer === 'holds') return `    <testcase ${attributes}/>\n`;
  const word = outcomeWord(item);
  const failures = failuresOf(item, options).map(({ rule, message, todo }) => {
    const lines = [`${subject.type} ${subject.id}`, ...(todo ? [todo] : [])].map(xmlText);
    return `      <failure type="${rule}" message="${word}: ${xmlText(message)}">${lines.join('\n')}</failure>\n`;
  });
  return `    <testcase ${attributes}>\n${failures.join('')}    </testcase>\n`;
}

/**
 * JUnit XML: one test case for each item. It is a failure when the item does not hold, and skipped when the item is exempt
 * or its check was not made.
 * Properties say what was not reached. The counts come before the cases, so everything is kept until the end.
 */
export function junitRenderer<S>(options: RenderOptions<S>): Renderer<Item, S> {
  const cases: string[] = [];
  let [failures, skipped] = [0, 0];
  return {
    begin: () => '',
    one: (item, answer) => {
      cases.push(testcase(item, answer, options));
      if (whySkipped(item, options) !== undefined) skipped += 1;
      else if (answer !== 'holds') failures += 1;
      return '';
    },
    end: (summary) => {
      const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
      const open = `<testsuites name="waxseal" ${counts}>\n  <testsuite name="${xmlText(options.command)}" ${counts}>\n`;
      const said = properties(options.summary.remarks(summary));
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n${open}${said}${cases.join('')}`;
      return `${text}  </testsuite>\n</testsuites>\n`;
    },
  };
}

function properties(remarks: readonly string[]): string {
  const lines = remarks.map((line) => `      <property name="waxseal.remark" value="${xmlText(line)}"/>\n`);
  return lines.length > 0 ? `    <properties>\n${lines.join('')}    </properties>\n` : '';
}
