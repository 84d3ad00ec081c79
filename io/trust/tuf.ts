import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError, DownloadLengthMismatchError } from 'tuf-js/dist/error.js';
import { fromUtf8 } from '../../core/encoding/index.js';
import { NetworkError, request } from '../http/index.js';
import { type CacheState, ROLES } from './cache.js';
import { TrustError } from './error.js';
import type { Mirror } from './mirror.js';

const TARGET = 'trusted_root.json';
const SIGNING_CONFIG = 'signing_config.v0.2.json';

/** What a mirror offers us. */
export type Download = Pick<CacheState, 'metadata' | 'trustedRoot'> & { readonly signingConfig?: string };
const MAX_BYTES = 5_000_000;

/**
 * tuf-js over io/http: proxies, private authorities, limits. The library's own way through a stream to a file ends the program
 * when the file cannot be opened.
 */
class Fetcher extends BaseFetcher {
  constructor(
    private readonly directory: string,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  override async fetch(url: string): ReturnType<BaseFetcher['fetch']> {
    const body = await this.#body(url);
    return new Blob([new Uint8Array(body)]).stream() as Awaited<ReturnType<BaseFetcher['fetch']>>;
  }

  override async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const body = Buffer.from(await this.#body(url));
    if (body.length > maxLength) throw new DownloadLengthMismatchError('Max length reached');
    return body;
  }

  override async downloadFile<T>(
    url: string,
    maxLength: number,
    handler: (file: string) => Promise<T>,
  ): Promise<T> {
    const file = join(this.directory, 'download');
    await writeFile(file, await this.downloadBytes(url, maxLength));
    return handler(file);
  }

  async #body(url: string): Promise<Uint8Array> {
    try {
      return (await request({ url, maxBytes: MAX_BYTES, timeoutMs: this.timeoutMs })).body;
    } catch (error) {
      // This is the only way to tell tuf-js that there is no newer root (client workflow 5.3.3).
      if (error instanceof NetworkError && (error.status === 404 || error.status === 403))
        throw new DownloadHTTPError(error.message, error.status);
      throw error;
    }
  }
}

/**
 * Runs the TUF client workflow, starting from the last accepted metadata (or the mirror's starting root). Returns
 * the new metadata, trusted_root.json and, if there is one, the signing config. It works in a temporary directory,
 * so a failed update leaves nothing behind.
 * @throws TrustError, NetworkError, and the errors of tuf-js for metadata that it refuses
 */
export async function downloadTrustedRoot(
  mirror: Mirror,
  last: CacheState | undefined,
  timeoutMs: number,
): Promise<Download> {
  const directory = await mkdtemp(join(tmpdir(), 'waxseal-tuf-'));
  try {
    await writeFile(join(directory, 'root.json'), last?.metadata.root ?? mirror.startingRoot);
    for (const role of last ? ROLES : [])
      await writeFile(join(directory, `${role}.json`), last?.metadata[role] ?? '');
    const targetDir = join(directory, 'targets');
    await mkdir(targetDir);
    const updater = new Updater({
      metadataDir: directory,
      metadataBaseUrl: mirror.url,
      targetDir,
      targetBaseUrl: `${mirror.url}/targets`,
      fetcher: new Fetcher(directory, timeoutMs),
    });
    await updater.refresh();
    const trustedRoot = await target(updater, TARGET);
    if (trustedRoot === undefined) throw new TrustError('TUF_REFUSED', `${mirror.url} has no ${TARGET}`);
    const signingConfig = await target(updater, SIGNING_CONFIG);
    const metadata = Object.fromEntries(
      await Promise.all(
        ROLES.map(async (role) => [role, await text(join(directory, `${role}.json`))] as const),
      ),
    ) as CacheState['metadata'];
    return { metadata, trustedRoot, ...(signingConfig !== undefined && { signingConfig }) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function target(updater: Updater, name: string): Promise<string | undefined> {
  const info = await updater.getTargetInfo(name);
  return info && text(await updater.downloadTarget(info));
}

async function text(path: string): Promise<string> {
  return fromUtf8(new Uint8Array(await readFile(path)));
}
