/**
 * How gpg is run. Nothing here may come from a repository's own configuration, because it names a program to run.
 */
export interface GpgOptions {
  /** Program to run: a name found in PATH, or an absolute path. Default `gpg`. */
  readonly program?: string;
  /** Default: that of this process. Its GNUPGHOME selects the keyring. */
  readonly env?: NodeJS.ProcessEnv;
  /** The largest number of gpg processes at a time. Default: the number of cores. */
  readonly parallel?: number;
  /** The longest time a process may take. Default two minutes. */
  readonly timeoutMs?: number;
}
