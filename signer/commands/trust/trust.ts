import { jsonDocument } from '../../../core/render/json.js';
import { unixNow } from '../../../io/clock.js';
import { userDirectories } from '../../../io/config/index.js';
import {
  type LoadedTrust,
  loadTrustedRoot,
  refreshTrustedRoot,
  TrustError,
} from '../../../io/trust/index.js';
import { UsageError } from '../../errors.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { openSession } from '../../session.js';
import { report } from '../../terminal/report.js';
import { writeAll } from '../../terminal/write.js';
import { TRUST_UPDATE } from './specs.js';
import { trustJson, trustText } from './trusted-root-text.js';
import { sourceText } from './words.js';

/**
 * `waxseal trust show|update [--format text|json]`: shows the trusted root in use, its source, age and contents. `update` fetches
 * it through TUF first. A root that is refused changes nothing: the reason is shown, and then the root in use.
 * @returns 0, or 1 if an update failed
 * @throws TrustError if there is no trusted root to show
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(TRUST_UPDATE, argv);
  const [action, ...more] = positionals;
  if (action === undefined || more.length > 0)
    throw new UsageError('trust takes one word: show or update', 'see "waxseal help trust"');
  const format = oneOf('--format', values.format ?? 'text', ['text', 'json']);
  const { config } = await openSession();
  const places = { cacheDirectory: userDirectories(process.env).cache };
  const show = (loaded: LoadedTrust) => {
    const now = unixNow();
    writeAll(1, format === 'json' ? jsonDocument(trustJson(loaded, now)) : trustText(loaded, now));
  };
  if (oneOf('trust', action, ['show', 'update']) === 'show') {
    show(await loadTrustedRoot(config, places));
    return 0;
  }
  const file = config.trustedRoot.value ?? config.fulcioRootFile.value ?? config.rekorKeyFile.value;
  if (file !== undefined) {
    const { source } = await loadTrustedRoot(config, places);
    throw new UsageError(
      `nothing can be updated: the trusted root is ${sourceText(source, unixNow())}`,
      'get a newer file from whoever runs the instance, or name their TUF mirror: waxseal setup --instance URL',
    );
  }
  try {
    show(await refreshTrustedRoot(config, places));
    return 0;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    const status = report(error, 1);
    const kept = await loadTrustedRoot(config, places).catch(() => undefined);
    if (kept) show(kept);
    return status;
  }
}
