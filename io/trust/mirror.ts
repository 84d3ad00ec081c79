import { readFileSync } from 'node:fs';
import { toHex, utf8 } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import { type Config, expandHome } from '../config/index.js';
import { TrustError } from './error.js';
import { namedFile, unreadable } from './named-file.js';

/** The public-good TUF repository of Sigstore. */
const PUBLIC_MIRROR = 'https://tuf-repo-cdn.sigstore.dev';

/** A TUF repository and the root from which trust in it starts. */
export interface Mirror {
  readonly url: string;
  /** Identifies the mirror and its starting root in the cache, so that another root never uses an old cache. */
  readonly id: string;
  /** The root.json to start from. */
  readonly startingRoot: Uint8Array;
  /** The trusted_root.json shipped with this program; public-good mirror only. */
  readonly seed?: string;
}

/**
 * The configured mirror; the public one if none is set.
 * @throws TrustError TUF_NOT_INITIALISED, TRUST_FILE_UNREADABLE
 */
export async function mirrorOf(config: Config): Promise<Mirror> {
  const url = config.tufMirror.value ?? PUBLIC_MIRROR;
  const root = namedFile(config, 'tufRoot');
  if (root === undefined) {
    if (url !== PUBLIC_MIRROR) {
      throw new TrustError(
        'TUF_NOT_INITIALISED',
        'a TUF mirror is set, but not the root to start from',
        'set waxseal.tufRoot (or TUF_ROOT_JSON) to its root.json, got from somewhere you trust',
      );
    }
    const { SEED_ROOT, SEED_TRUSTED_ROOT } = await import('./seed-data.js');
    const startingRoot = new Uint8Array(Buffer.from(SEED_ROOT, 'base64'));
    return {
      url,
      id: mirrorId(url, startingRoot),
      startingRoot,
      seed: Buffer.from(SEED_TRUSTED_ROOT, 'base64').toString('utf8'),
    };
  }
  let startingRoot: Uint8Array;
  try {
    startingRoot = new Uint8Array(readFileSync(expandHome(root.path, process.env)));
  } catch (cause) {
    throw unreadable(root, cause);
  }
  return { url, id: mirrorId(url, startingRoot), startingRoot };
}

function mirrorId(url: string, startingRoot: Uint8Array): string {
  return toHex(digest('sha256', utf8(`${url}\n${toHex(digest('sha256', startingRoot))}`))).slice(0, 32);
}
