import { decodePem, EncodingError, fromHex, latin1 } from '../../core/encoding/index.js';
import { importPublicKey, type PublicKey } from '../../core/primitives/index.js';
import type { Artifact } from '../../core/verify/index.js';
import { FileError } from '../../io/files/error.js';
import { readFileBytes } from '../../io/files/read-file.js';
import { BlobError } from './error.js';

// A colon as the second character means a drive on Windows.
const DIGEST = /^([A-Za-z][A-Za-z0-9-]{1,20}):([^/\\]*)$/;
const HEX_LENGTH = { sha256: 64, sha384: 96, sha512: 128 } as const;
const LARGEST_KEY = 64 * 1024;

function isKnown(algorithm: string): algorithm is keyof typeof HEX_LENGTH {
  return Object.hasOwn(HEX_LENGTH, algorithm);
}

/** The digest that the name states; undefined if the name does not look like a digest. @throws BlobError DIGEST_MALFORMED */
function digestNamed(name: string): Artifact | undefined {
  const [, algorithm, hex = ''] = DIGEST.exec(name) ?? [];
  if (algorithm === undefined) return undefined;
  const hint = `a digest is ${Object.entries(HEX_LENGTH)
    .map(([known, length]) => `${known}: and ${length} hexadecimal digits`)
    .join(', ')}; there is no file of that name either`;
  if (!isKnown(algorithm)) {
    // Every URL scheme looks like an algorithm. Only the name of a hash is taken for one.
    if (!/^(sha|md)[0-9-]+$/i.test(algorithm)) return undefined;
    throw new BlobError('DIGEST_MALFORMED', `${algorithm} is not a digest that files are verified by`, hint);
  }
  if (!/^[0-9a-fA-F]*$/.test(hex))
    throw new BlobError('DIGEST_MALFORMED', `what follows ${algorithm}: is not hexadecimal`, hint);
  if (hex.length !== HEX_LENGTH[algorithm])
    throw new BlobError(
      'DIGEST_MALFORMED',
      `a ${algorithm} has ${HEX_LENGTH[algorithm]} hexadecimal digits, not ${hex.length}`,
      hint,
    );
  return { algorithm, digest: fromHex(hex.toLowerCase()) };
}

/**
 * Reads the artifact that a person names: a file. A digest such as `sha256:…` names an artifact that is
 * not here, unless there is a file with that name.
 * @throws FileError; BlobError DIGEST_MALFORMED
 */
export async function readArtifact(name: string): Promise<Artifact> {
  try {
    return await readFileBytes(name);
  } catch (error) {
    const digest = digestNamed(name);
    if (digest) return digest;
    throw error;
  }
}

/**
 * Reads the public key from a PEM file, as cosign and openssl write it.
 * @throws FileError INPUT_UNREADABLE
 */
export async function readPublicKey(path: string): Promise<PublicKey> {
  const pem = latin1(await readFileBytes(path, LARGEST_KEY));
  let key: PublicKey | undefined;
  try {
    key = importPublicKey(decodePem('PUBLIC KEY', pem));
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  if (!key)
    throw new FileError(
      'INPUT_UNREADABLE',
      `${path} is not the PEM file of a public key that can be used`,
      'it begins with "BEGIN PUBLIC KEY"; "cosign public-key" and "openssl pkey -pubout" write one',
    );
  return key;
}
