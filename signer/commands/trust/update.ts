import { updateTrustedRoot } from '../../../act/trust/update.js';
import { jsonDocument } from '../../../core/render/json.js';
import { unixNow } from '../../../io/clock.js';
import type { LoadedTrust } from '../../../io/trust/index.js';
import { formatOf } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { openSession } from '../../session.js';
import { report } from '../../terminal/report.js';
import { writeAll } from '../../terminal/write.js';
import { TRUST_UPDATE } from './specs.js';
import { trustJson, trustText } from './trusted-root-text.js';

const WHY = 'an update lists no findings; trust show does, in every form';

/**
 * `waxseal trust update`: fetches the trusted root through TUF and shows it. If it is refused, the reason is shown, and then the root
 * in use.
 * @returns 0, or 1 if the update failed
 * @throws TrustError TRUST_NOT_RENEWABLE
 */
export async function update(argv: readonly string[]): Promise<number> {
  const { values } = parseOptions(TRUST_UPDATE, argv);
  const format = formatOf(values.format, TRUST_UPDATE.options.format.value, WHY);
  const { config } = await openSession();
  const done = await updateTrustedRoot(config, process.env);
  const show = (loaded: LoadedTrust) =>
    writeAll(
      1,
      format === 'json' ? jsonDocument(trustJson(loaded, unixNow())) : trustText(loaded, unixNow()),
    );
  if ('loaded' in done) {
    show(done.loaded);
    return 0;
  }
  const status = report(done.failure, 1);
  if (done.kept) show(done.kept);
  return status;
}
