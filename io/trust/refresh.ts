import { tmpdir } from 'node:os';
import { EncodingError } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { unixNow } from '../clock.js';
import type { Config } from '../config/index.js';
import { harmlessServerText, NetworkError } from '../http/index.js';
import { inWords } from '../write-objection.js';
import { type CacheState, readCache, writeCache } from './cache.js';
import { TrustError } from './error.js';
import { type Mirror, mirrorOf } from './mirror.js';
import type { RefreshedTrust } from './types.js';

/**
 * Fetches the trusted root of the configured mirror through TUF (signatures, versions, expiry) and keeps it in the
 * cache. If this throws, the last accepted root stays in use.
 * @param options.now Unix seconds, stored as the time of the refresh; default the system's clock
 * @throws TrustError
 */
export async function refreshTrustedRoot(
  config: Config,
  options: { readonly cacheDirectory: string; readonly now?: number },
): Promise<RefreshedTrust> {
  const mirror = await mirrorOf(config);
  const cached = readCache(options.cacheDirectory, mirror.id);
  const fetched = await download(mirror, cached.state, config.timeoutMs.value);
  const root = readRoot(fetched.trustedRoot, mirror);
  const refreshedAt = options.now ?? unixNow();
  await writeCache(options.cacheDirectory, mirror.id, {
    mirror: mirror.url,
    refreshedAt,
    metadata: fetched.metadata,
    trustedRoot: fetched.trustedRoot,
  });
  return {
    root,
    source: { kind: 'tuf', mirror: mirror.url, refreshedAt },
    trustedRoot: fetched.trustedRoot,
    ...(fetched.signingConfig !== undefined && { signingConfig: fetched.signingConfig }),
    notes: cached.problem === undefined ? [] : [cached.problem],
  };
}

async function download(mirror: Mirror, last: CacheState | undefined, timeoutMs: number) {
  try {
    const { downloadTrustedRoot } = await import('./tuf.js');
    return await downloadTrustedRoot(mirror, last, timeoutMs);
  } catch (cause) {
    if (cause instanceof TrustError) throw cause;
    if (cause instanceof NetworkError) {
      throw new TrustError(
        'TUF_REFRESH_FAILED',
        `the trusted root was not refreshed: ${cause.message}`,
        cause.hint,
        cause,
      );
    }
    if (cause instanceof Error && 'syscall' in cause)
      throw new TrustError(
        'CACHE_NOT_WRITABLE',
        harmless(`the trusted root cannot be fetched: ${tmpdir()} cannot be written (${inWords(cause)})`),
        'make room there, or set TMPDIR to another directory',
        cause,
      );
    const said = harmlessServerText(cause instanceof Error ? cause.message : String(cause));
    throw new TrustError(
      'TUF_REFUSED',
      `what ${mirror.url} offers is not accepted: ${said}`,
      'the mirror is out of date, damaged or not the one its root is for; the last accepted root stays in use',
      cause,
    );
  }
}

function readRoot(text: string, mirror: Mirror) {
  try {
    return parseTrustedRoot(text);
  } catch (cause) {
    if (!(cause instanceof EncodingError)) throw cause;
    throw new TrustError(
      'TUF_REFUSED',
      `the trusted root of ${mirror.url}: ${cause.message}`,
      undefined,
      cause,
    );
  }
}
