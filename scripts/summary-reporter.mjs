// A reporter for Node's test runner: why tests were skipped, which tests failed, and a last line with the counts.

const EDITOR = /[/\\]test[/\\]extension[/\\]/;
// test/support/shared.ts and test/support/stack.ts say these names whenever they are why.
const BESIDE = 'WAXSEAL_SHARED';
const REAL = /WAXSEAL_REAL_SIGSTORE|the real servers/;

/**
 * Whether a skipped test is a failure. `required` is what WAXSEAL_REQUIRE lists: `editor` asks for the tests of the editor, except for
 * those on material beside the repository, which no fresh checkout has; `real` asks for those against real Sigstore servers.
 */
export function isMissed(file, reason, required) {
  if (required.includes('real') && REAL.test(reason)) return true;
  return required.includes('editor') && EDITOR.test(file) && !reason.includes(BESIDE);
}

/** Takes the runner's events; yields one line of JSON, for summaryText. */
export default async function* summary(events) {
  const required = (process.env.WAXSEAL_REQUIRE ?? '').split(',');
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const skipped = [];
  const failed = [];
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // Tests that fail in a suite are counted themselves.
    if (data.details?.type === 'suite' && !failsItself(type, data)) continue;
    if (data.skip !== undefined || data.todo !== undefined) {
      counts.skipped += 1;
      const reason = typeof data.skip === 'string' ? data.skip : 'no reason given';
      skipped.push([reason, data.name]);
      if (isMissed(data.file ?? '', reason, required)) failed.push(`${data.name} (skipped: ${reason})`);
    } else if (type === 'test:pass') {
      counts.passed += 1;
    } else {
      counts.failed += 1;
      failed.push(`${data.name} (${data.file ?? 'unknown file'})`);
    }
  }
  if (failed.length > 0) process.exitCode = 1;
  yield `${JSON.stringify({ counts, skipped, failed })}\n`;
}

function failsItself(type, { details }) {
  return type === 'test:fail' && details.error?.failureType !== 'subtestsFailed';
}

/** The text to print after everything else, for all the runs that wrote a summary. */
export function summaryText(summaries) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const skipped = new Map();
  for (const one of summaries) {
    for (const name of Object.keys(counts)) counts[name] += one.counts[name];
    for (const [reason, name] of one.skipped) skipped.set(reason, [...(skipped.get(reason) ?? []), name]);
  }
  return [
    ...[...skipped].map(([reason, names]) => `skipped ${names.length}: ${reason}`),
    ...summaries.flatMap((one) => one.failed.map((name) => `failed: ${name}`)),
    `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  ].join('\n');
}
