import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EncodingError } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import { unixNow } from '../../io/clock.js';
import { resolveConfig, userDirectories } from '../../io/config/index.js';
import { redacted } from '../../io/debug-log.js';
import { replaceFile } from '../../io/files/replace-file.js';
import { request } from '../../io/http/index.js';
import { readText } from '../../io/read-text.js';
import { refreshTrustedRoot } from '../../io/trust/index.js';
import { SetupError } from './error.js';
import type { GitSettings } from './git-settings.js';
import { type Instance, instanceOf, malformed, parseInstance } from './instance.js';
import { allowRepository } from './trusted-repositories.js';

/** The settings for an instance, and notes for the user. */
export interface InstanceSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

async function load(place: string): Promise<string> {
  if (/^https?:\/\//.test(place)) return (await request({ url: place })).text();
  try {
    return readText(place);
  } catch {
    throw new SetupError(
      'INSTANCE_MALFORMED',
      `the instance file ${harmless(redacted(place))} cannot be read`,
    );
  }
}

function missing(instance: Instance): string[] {
  const lacks = [
    ...(instance.fulcioUrl === undefined ? ['waxseal.fulcio'] : []),
    ...(instance.rekorUrl === undefined ? ['waxseal.rekor'] : []),
    ...(instance.oidcIssuer === undefined ? ['waxseal.issuer'] : []),
  ];
  return lacks.length === 0
    ? []
    : [`note  the instance does not say: ${lacks.join(', ')}; set them with git config`];
}

/** Stores a file in the user's configuration directory, named by the digest of its content. */
async function keep(content: string, kind: string, env: NodeJS.ProcessEnv): Promise<string> {
  const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const path = join(userDirectories(env).config, 'instances', `${name}${kind}.json`);
  await replaceFile(path, content);
  return path;
}

/**
 * The settings for a TUF mirror and its first root. The trusted root is not stored, so that the mirror can renew it. The mirror's
 * signing config names the services.
 */
async function fromMirror(
  mirror: string,
  rootFile: string,
  env: NodeJS.ProcessEnv,
): Promise<[Instance, Record<string, string>]> {
  const tufRoot = await keep(await load(rootFile), '.root', env);
  const config = resolveConfig({ gitConfig: [], env: { TUF_MIRROR: mirror, TUF_ROOT_JSON: tufRoot } });
  const { trustedRoot, signingConfig } = await refreshTrustedRoot(config, {
    cacheDirectory: userDirectories(env).cache,
  });
  const instance =
    signingConfig === undefined
      ? parseInstance(trustedRoot, unixNow())
      : instanceOf(trustedRoot, signingConfig, unixNow());
  return [instance, { 'waxseal.tufMirror': config.tufMirror.value ?? mirror, 'waxseal.tufRoot': tufRoot }];
}

async function fromFile(place: string, env: NodeJS.ProcessEnv): Promise<[Instance, Record<string, string>]> {
  const instance = await fromDirectory(place)
    .catch(async (error) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) throw error;
      return parseInstance(await load(place), unixNow());
    })
    .catch((error) => {
      throw error instanceof EncodingError
        ? malformed(harmless(redacted(`${place}: ${error.message}`)))
        : error;
    });
  return [instance, { 'waxseal.trustedRoot': await keep(instance.trustedRoot, '', env) }];
}

/** The two files of a Sigstore TUF repository in a directory. @throws Error ENOTDIR if it is not a directory */
async function fromDirectory(place: string): Promise<Instance> {
  const entry = await stat(place).catch(() => undefined);
  if (!entry?.isDirectory()) throw Object.assign(new Error('no directory'), { code: 'ENOTDIR' });
  const [root, config] = await Promise.all([
    load(join(place, 'trusted_root.json')),
    load(join(place, 'signing_config.v0.2.json')),
  ]);
  return instanceOf(root, config, unixNow());
}

/**
 * Reads an instance: a trust configuration, a trusted root, a directory with Sigstore's two files, or a TUF mirror with its root.
 * Stores its trusted root in the user's configuration directory, and returns the settings that use it. In a set-up of one
 * repository, notes that it may name this trusted root.
 * @param root the root.json, if `place` is a TUF mirror
 * @throws SetupError, NetworkError, EncodingError, TrustError
 */
export async function useInstance(
  place: string,
  root: string | undefined,
  settings: GitSettings,
): Promise<InstanceSettings> {
  const { env } = settings.place;
  const [instance, trust] = await (root === undefined ? fromFile(place, env) : fromMirror(place, root, env));
  const { fulcioUrl, rekorUrl, rekorVersion, otherLogs, oidcIssuer, timestampUrl } = instance;
  const wanted = {
    ...(fulcioUrl !== undefined && { 'waxseal.fulcio': fulcioUrl }),
    ...(rekorUrl !== undefined && { 'waxseal.rekor': rekorUrl }),
    ...(rekorVersion !== undefined && { 'waxseal.rekorVersion': String(rekorVersion) }),
    ...(otherLogs !== undefined && { 'waxseal.alsoLog': otherLogs }),
    ...(oidcIssuer !== undefined && { 'waxseal.issuer': oidcIssuer }),
    ...(timestampUrl !== undefined && { 'waxseal.timestampServerURL': timestampUrl }),
    ...trust,
  };
  const notes = settings.scope === 'local' ? [await allowRepository(settings.place, wanted)] : [];
  return { settings: wanted, notes: [...notes, ...missing(instance)] };
}
