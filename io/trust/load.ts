import { EncodingError } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import {
  parseTrustedRoot,
  type TrustedRoot,
  type TrustFiles,
  trustedRootFromFiles,
} from '../../core/trust/index.js';
import { type Config, expandHome } from '../config/index.js';
import { readText } from '../read-text.js';
import { readCache } from './cache.js';
import { TrustError } from './error.js';
import { mirrorOf } from './mirror.js';
import { type NamedFile, namedFile, type TrustFileSetting, unreadable } from './named-file.js';
import type { LoadedTrust } from './types.js';

/**
 * The trusted root in use: the configured file (a trusted_root.json), else the configured key files, else the last
 * root accepted from the TUF mirror, else the public-good seed that this program ships (for the public mirror
 * only). Reads files only, never the network. A configured timestamp chain file is added to a root that has no
 * timestamp authority.
 * @throws TrustError
 */
export async function loadTrustedRoot(
  config: Config,
  options: { readonly cacheDirectory: string },
): Promise<LoadedTrust> {
  const file = namedFile(config, 'trustedRoot');
  if (file !== undefined) {
    const root = readRoot(textOf(file), file.inWords, 'user');
    return { root, source: { kind: 'file', path: file.path }, notes: [] };
  }
  if (config.fulcioRootFile.value !== undefined || config.rekorKeyFile.value !== undefined)
    return fromKeyFiles(config);
  return withTimestampChain(await fromMirror(config, options.cacheDirectory), config);
}

function fromKeyFiles(config: Config): LoadedTrust {
  const paths: string[] = [];
  const pem = (name: TrustFileSetting) => {
    const file = namedFile(config, name);
    if (file === undefined) return undefined;
    paths.push(file.path);
    return textOf(file);
  };
  const [fulcioPem, rekorPem, ctPem, tsaPem] = [
    pem('fulcioRootFile'),
    pem('rekorKeyFile'),
    pem('ctKeyFile'),
    pem('timestampChainFile'),
  ];
  const files: TrustFiles = {
    ...(fulcioPem !== undefined && { fulcioPem }),
    ...(rekorPem !== undefined && { rekorPem }),
    ...(ctPem !== undefined && { ctPem }),
    ...(tsaPem !== undefined && { tsaPem }),
    urls: {
      fulcio: config.fulcioUrl.value,
      rekor: config.rekorUrl.value,
      tsa: config.timestampUrl.value ?? '',
    },
  };
  const root = parsed(paths.join(', '), () => trustedRootFromFiles(files));
  return { root, source: { kind: 'key-files', paths }, notes: [] };
}

async function fromMirror(config: Config, cacheDirectory: string): Promise<LoadedTrust> {
  const mirror = await mirrorOf(config);
  const cached = readCache(cacheDirectory, mirror.id);
  const notes = cached.problem === undefined ? [] : [cached.problem];
  if (cached.state !== undefined) {
    const { trustedRoot, refreshedAt } = cached.state;
    return {
      root: readRoot(trustedRoot, 'the cached trusted root', 'instance'),
      source: { kind: 'tuf', mirror: mirror.url, refreshedAt },
      notes,
    };
  }
  if (mirror.seed === undefined) {
    throw new TrustError(
      'TUF_NOT_INITIALISED',
      cached.problem === undefined
        ? `there is no trusted root of ${mirror.url} yet`
        : harmless(`there is no trusted root of ${mirror.url}: ${cached.problem}`),
      cached.problem === undefined
        ? 'run: waxseal trust update'
        : 'run: waxseal trust update, which repairs it or says what to do',
    );
  }
  return {
    root: readRoot(mirror.seed, 'the shipped trusted root', 'instance'),
    source: { kind: 'seed' },
    notes,
  };
}

function withTimestampChain(loaded: LoadedTrust, config: Config): LoadedTrust {
  const file = namedFile(config, 'timestampChainFile');
  if (file === undefined) return loaded;
  const tsaPem = textOf(file);
  const extra = parsed(file.inWords, () =>
    trustedRootFromFiles({ tsaPem, urls: { tsa: config.timestampUrl.value ?? '' } }),
  );
  const root = {
    ...loaded.root,
    timestampAuthorities: [...loaded.root.timestampAuthorities, ...extra.timestampAuthorities],
    // Both decide what is trusted, so caches depend on both.
    digest: `${loaded.root.digest}+${extra.digest}`,
  };
  return { ...loaded, root };
}

/** Who wrote a trusted root. Only the user's own file may say which proofs an authority does not need. */
type Owner = NonNullable<Parameters<typeof parseTrustedRoot>[1]>;

// The agent reads the same text for every signature, so its keys are imported only once.
let last: { readonly text: string; readonly owner: Owner; readonly root: TrustedRoot } | undefined;

function readRoot(text: string, place: string, owner: Owner): TrustedRoot {
  if (last?.text !== text || last.owner !== owner)
    last = { text, owner, root: parsed(place, () => parseTrustedRoot(text, owner)) };
  return last.root;
}

function parsed<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new TrustError(
      'TRUST_FILE_MALFORMED',
      harmless(`${place}: ${error.message}`),
      'give a Sigstore trusted_root.json, or PEM files',
    );
  }
}

function textOf(file: NamedFile): string {
  try {
    return readText(expandHome(file.path, process.env));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
