import type { HistorySummary, NamedVerdict } from '../../inspect/basis/index.js';
import { adviceFor } from '../verdict/index.js';
import { exemptionText, failureOf, objectText } from './failure.js';
import type { VerdictFormat } from './format.js';
import { remarks } from './text/summary-text.js';
import { xmlText } from './xml.js';

function testcase(named: NamedVerdict, holds: boolean): string {
  const { verdict } = named;
  const attributes = `classname="waxseal.${verdict.object.type}" name="${xmlText(objectText(named))}"`;
  const exempt = exemptionText(verdict);
  if (exempt !== undefined)
    return `    <testcase ${attributes}>\n      <skipped message="${xmlText(exempt)}"/>\n    </testcase>\n`;
  if (holds) return `    <testcase ${attributes}/>\n`;
  const { rule, message } = failureOf(verdict);
  const todo = adviceFor(verdict) ?? '';
  const lines = [`${verdict.object.type} ${verdict.object.id}`, ...(todo ? [todo] : [])].map(xmlText);
  return (
    `    <testcase ${attributes}>\n` +
    `      <failure type="${rule}" message="${verdict.outcome}: ${xmlText(message)}">${lines.join('\n')}</failure>\n` +
    '    </testcase>\n'
  );
}

function properties(summary: HistorySummary): string {
  const lines = remarks(summary).map(
    (line) => `      <property name="waxseal.remark" value="${xmlText(line)}"/>\n`,
  );
  return lines.length > 0 ? `    <properties>\n${lines.join('')}    </properties>\n` : '';
}

/**
 * JUnit XML: a test case an object, a failure where it does not hold, skipped where it is exempt, and what was not
 * reached as properties. The counts stand before the cases, so all is kept until the end.
 */
export function junitFormat(): VerdictFormat {
  const cases: string[] = [];
  let [failures, skipped] = [0, 0];
  return {
    begin: () => '',
    one: (named, holds) => {
      cases.push(testcase(named, holds));
      if (named.verdict.exempt) skipped += 1;
      else if (!holds) failures += 1;
      return '';
    },
    end: (summary) => {
      const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
      const open = `<testsuites name="waxseal" ${counts}>\n  <testsuite name="waxseal verify" ${counts}>\n`;
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n${open}${properties(summary)}${cases.join('')}`;
      return `${text}  </testsuite>\n</testsuites>\n`;
    },
  };
}
