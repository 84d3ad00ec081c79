import {
  compareFiles,
  type InstallationVerdict,
  judgeFiles,
  judgeProvenance,
  notARelease,
  onlyIdentity,
  provenanceUrl,
  readDigestList,
  releaseIdentity,
  withoutProvenance,
} from '../../core/installation/index.js';
import type { SignerPolicy } from '../../core/signer-policy/index.js';
import { unixNow } from '../../io/clock.js';
import { type ConfigSources, resolveConfig, userDirectories } from '../../io/config/index.js';
import { loadTrustedRoot } from '../../io/trust/index.js';
import { type FetchedBundle, fetchBundle } from './fetch-bundle.js';
import { readDigests, readList } from './read.js';

/** What to check, and against what. */
export interface InstallationRequest {
  /** Absolute path of the installed extension. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The bundle of the release. Without it, the bundle is downloaded. */
  readonly bundle?: Uint8Array;
  /** Who may sign releases. Default: the release workflow of this program's repository. */
  readonly signers?: SignerPolicy;
  /**
   * Which trusted root to use. Default: the public one, because releases are signed there, whichever Sigstore the
   * user has.
   */
  readonly flags?: NonNullable<ConfigSources['flags']>;
  readonly signal?: AbortSignal;
  /** Downloads the bundle of a release. */
  readonly fetch?: (url: string) => Promise<FetchedBundle>;
}

/**
 * Says whether the files of an installed extension are those that the release workflow built. The network is used
 * only if the files match their own list.
 * @throws InstallationError when the folder cannot be read; TrustError
 */
export async function verifyInstallation(asked: InstallationRequest): Promise<InstallationVerdict> {
  const { folder, env, flags = {}, signal } = asked;
  const bytes = await readList(folder);
  if (!bytes) return notARelease();
  const list = readDigestList(bytes);
  if ('outcome' in list) return list;
  const different = judgeFiles(list, compareFiles(list, await readDigests(folder)));
  if (different) return different;
  const { fetch = (url: string) => fetchBundle(url, signal ? { signal } : {}) } = asked;
  const found: FetchedBundle = asked.bundle
    ? { bundle: asked.bundle }
    : await fetch(provenanceUrl(list.version));
  if ('trouble' in found) {
    const reason = found.trouble === 'missing' ? 'PROVENANCE_MISSING' : 'PROVENANCE_NOT_REACHED';
    return withoutProvenance(list, reason, found.why);
  }
  const config = resolveConfig({ gitConfig: [], env: {}, flags });
  const { root } = await loadTrustedRoot(config, { cacheDirectory: userDirectories(env).cache });
  const signers =
    asked.signers ?? onlyIdentity(releaseIdentity(list.version), 'the release workflow of Waxseal');
  const evidence = { list, bytes, bundle: found.bundle, signers };
  return judgeProvenance(evidence, { trust: root, cache: new Map(), now: unixNow() });
}
