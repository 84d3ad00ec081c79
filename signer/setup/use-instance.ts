import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { harmless } from '../../core/text/index.js';
import { userDirectories } from '../../io/config/index.js';
import { request } from '../../io/http/index.js';
import { SignerError } from '../errors.js';
import { replaceFile } from '../verify/trust-identity.js';
import type { GitSettings } from './git-settings.js';
import { type Instance, parseInstance } from './instance.js';
import { allowRepository } from './trusted-repositories.js';

/** What must be set for an instance, and what else there is to say. */
export interface InstanceSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

async function load(place: string): Promise<string> {
  if (/^https?:\/\//.test(place)) return (await request({ url: place })).text();
  try {
    return await readFile(place, 'utf8');
  } catch {
    throw new SignerError('INSTANCE_MALFORMED', `the instance file ${harmless(place)} cannot be read`);
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

/**
 * Reads an instance, keeps its trusted root in the user's configuration directory, and says which settings use it. For one
 * repository, that repository is listed as allowed to name a trusted root.
 * @throws SignerError, NetworkError, EncodingError
 */
export async function useInstance(place: string, settings: GitSettings): Promise<InstanceSettings> {
  const instance = parseInstance(await load(place), Math.trunc(Date.now() / 1000));
  const { fulcioUrl, rekorUrl, rekorVersion, oidcIssuer, timestampUrl, trustedRoot } = instance;
  const name = createHash('sha256').update(trustedRoot).digest('hex').slice(0, 16);
  const path = join(userDirectories(process.env).config, 'instances', `${name}.json`);
  await replaceFile(path, trustedRoot);
  const notes = settings.scope === 'local' ? [await allowRepository()] : [];
  return {
    settings: {
      ...(fulcioUrl !== undefined && { 'waxseal.fulcio': fulcioUrl }),
      ...(rekorUrl !== undefined && { 'waxseal.rekor': rekorUrl }),
      ...(rekorVersion !== undefined && { 'waxseal.rekorVersion': String(rekorVersion) }),
      ...(oidcIssuer !== undefined && { 'waxseal.issuer': oidcIssuer }),
      ...(timestampUrl !== undefined && { 'waxseal.timestampServerURL': timestampUrl }),
      'waxseal.trustedRoot': path,
    },
    notes: [...notes, ...missing(instance)],
  };
}
