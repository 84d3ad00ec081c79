import { jsonDocument } from '../../../core/render/json.js';
import { unixNow } from '../../../io/clock.js';
import { agentPlace } from '../../agent/place.js';
import { UsageError } from '../../errors.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { openSession } from '../../session.js';
import { writeAll } from '../../terminal/write.js';
import { examine } from './index.js';
import { DOCTOR } from './specs.js';
import { doctorText } from './text.js';

/**
 * `waxseal doctor [--offline] [--format text|json]`: what is wrong with this set-up, and the fix for each.
 * @returns 0, or 1 when something is wrong
 * @throws ConfigError when the configuration cannot be read at all, GitError
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(DOCTOR, argv);
  if (positionals.length > 0) throw new UsageError('doctor takes no operands');
  const format = oneOf('--format', values.format ?? 'text', ['text', 'json']);
  const findings = await examine({
    ...(await openSession()),
    env: process.env,
    platform: process.platform,
    offline: values.offline ?? false,
    now: unixNow(),
    place: agentPlace(process.env),
  });
  writeAll(1, format === 'json' ? jsonDocument({ findings }) : doctorText(findings));
  return findings.some(({ outcome }) => outcome === 'fail') ? 1 : 0;
}
