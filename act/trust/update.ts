import { sourceText } from '../../inspect/trust/index.js';
import { unixNow } from '../../io/clock.js';
import { type Config, userDirectories } from '../../io/config/index.js';
import { type LoadedTrust, loadTrustedRoot, refreshTrustedRoot, TrustError } from '../../io/trust/index.js';

/** The new trusted root, or why there is none and the one that stays in use. */
export type TrustUpdate =
  | { readonly loaded: LoadedTrust }
  | { readonly failure: TrustError; readonly kept: LoadedTrust | undefined };

/**
 * Fetches the trusted root through TUF and stores it. A root that is refused changes nothing.
 * @throws TrustError TRUST_NOT_RENEWABLE if the user named a file, which only they can replace
 */
export async function updateTrustedRoot(config: Config, env: NodeJS.ProcessEnv): Promise<TrustUpdate> {
  const places = { cacheDirectory: userDirectories(env).cache };
  const file = config.trustedRoot.value ?? config.fulcioRootFile.value ?? config.rekorKeyFile.value;
  if (file !== undefined) {
    const { source } = await loadTrustedRoot(config, places);
    throw new TrustError(
      'TRUST_NOT_RENEWABLE',
      `nothing can be updated: the trusted root is ${sourceText(source, unixNow())}`,
      'get a newer file from whoever runs the instance, or name their TUF mirror: waxseal setup --instance URL',
    );
  }
  try {
    return { loaded: await refreshTrustedRoot(config, places) };
  } catch (failure) {
    if (!(failure instanceof TrustError)) throw failure;
    return { failure, kept: await loadTrustedRoot(config, places).catch(() => undefined) };
  }
}
