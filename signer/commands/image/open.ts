import { type ImageRequirements, parseReference, parseRepository } from '../../../core/image/index.js';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import { readPublicKey } from '../../../inspect/blob/index.js';
import {
  type AttachmentPlace,
  type ImageQuestion,
  type ImageSession,
  openImages,
} from '../../../inspect/image/index.js';
import { UsageError } from '../../errors.js';
import { type Judge, openJudge } from '../../run/judge.js';
import { openSession } from '../../session.js';
import type { ImageRequest } from './options.js';
import { openRun } from './registry-request.js';

/** What the answers about images are based on. */
export interface ImageBasis {
  readonly trust: Judge['trust'];
  /** Who said who may have signed; undefined where nobody did. */
  readonly source: string | undefined;
}

/** A run of a command about images. */
export interface OpenedImages {
  readonly basis: ImageBasis;
  readonly session: ImageSession;
  readonly question: ImageQuestion;
}

/** The path of a copy on disk has no registry; what is no name is refused when it is opened. */
function registryOf(name: string): string | undefined {
  try {
    return /^(?:oci|oci-archive|docker-archive):|^\.{0,2}\//.test(name)
      ? undefined
      : parseReference(name).registry;
  } catch {
    return undefined;
  }
}

/** The session in which the images of a request are read. @throws UsageError */
export function openReading(
  { names, registry }: Pick<ImageRequest, 'names' | 'registry'>,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): ImageSession {
  const hosts = new Set(names.map(registryOf).filter((host) => host !== undefined));
  return openImages(openRun(registry, hosts, env, signal));
}

/** Where cosign keeps what it attaches. @throws ImageReferenceError for a COSIGN_REPOSITORY that is none */
export function attachmentPlace(
  { tagPrefix }: Pick<ImageRequest, 'tagPrefix'>,
  { COSIGN_REPOSITORY: repository }: NodeJS.ProcessEnv,
): AttachmentPlace {
  return { tagPrefix, ...(repository && { repository: parseRepository(repository) }) };
}

function whoSaid({ keys, anySigner }: ImageRequest, judge: Judge): string | undefined {
  const [key] = keys;
  if (key !== undefined) return `${keys.length === 1 ? 'the key' : 'the keys'} ${keys.join(', ')}`;
  return anySigner ? undefined : judge.policy?.source;
}

/**
 * Opens what a question about signatures needs.
 * @param needsSigner the answer depends on who signed, so somebody must say who may
 * @throws UsageError, TrustError, PolicyError, JudgeError, FileError
 */
export async function openImageQuestion(
  request: ImageRequest,
  needsSigner: boolean,
  signal: AbortSignal,
): Promise<OpenedImages> {
  const { keys: paths, identity, evidence, asked, flags, anySigner } = request;
  const policy = await policyOfFlags(identity);
  const keys = await Promise.all(paths.map(async (name) => ({ name, key: await readPublicKey(name) })));
  const { config } = await openSession(flags);
  const judge = await openJudge(config, false, policy);
  if (needsSigner && keys.length === 0 && !judge.policy && !anySigner)
    throw new UsageError(
      'nobody said who may have signed the image',
      'give --certificate-identity and --certificate-oidc-issuer, or --key FILE; --any-signer shows who did',
    );
  const requirements: ImageRequirements = {
    keys,
    policy: keys.length > 0 || anySigner ? undefined : judge.policy,
    ...asked,
    options: { ...judge.options, ...evidence, presentCounts: true },
  };
  return {
    basis: { trust: judge.trust, source: whoSaid(request, judge) },
    session: openReading(request, process.env, signal),
    question: { requirements, ...attachmentPlace(request, process.env) },
  };
}
