import { harmless } from '../../core/harmless/index.js';
import { type Config, describeOrigin } from '../config/index.js';
import { TrustError } from './error.js';

const WHAT = {
  trustedRoot: 'the trusted root',
  fulcioRootFile: 'the certificates of Fulcio in',
  rekorKeyFile: 'the key of Rekor in',
  ctKeyFile: 'the key of the certificate log in',
  timestampChainFile: 'the certificates of the timestamp authority in',
  tufRoot: 'the root of the TUF mirror in',
} as const;

/** A setting that names a file with trusted keys or certificates. */
export type TrustFileSetting = keyof typeof WHAT;

/** A file that a setting names. */
export interface NamedFile {
  /** The path as it is in the setting. */
  readonly path: string;
  /**
   * What the file is, its path, and the setting that names it: `the trusted root /a/root.json (named by option
   * --trusted-root)`.
   */
  readonly inWords: string;
}

/** The file of a setting; undefined if it is not set. */
export function namedFile(config: Config, name: TrustFileSetting): NamedFile | undefined {
  const { value: path, origin } = config[name];
  if (path === undefined) return undefined;
  return { path, inWords: harmless(`${WHAT[name]} ${path} (named by ${describeOrigin(origin)})`) };
}

/** The error for a file that could not be read. @param cause the file system's error */
export function unreadable({ inWords }: NamedFile, cause: unknown): TrustError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given';
  const message = harmless(`${inWords} cannot be read (${code})`);
  return new TrustError('TRUST_FILE_UNREADABLE', message, 'check the path', cause);
}
