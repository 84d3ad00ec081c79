/** How gpg is run. Nothing here may come from a repository's own configuration: it names a program. */
export interface GpgOptions {
  /** Program to run: a name found in PATH, or an absolute path. Default `gpg`. */
  readonly program?: string;
  /** Default: this process's. GNUPGHOME in it is the keyring that is asked. */
  readonly env?: NodeJS.ProcessEnv;
  /** Most gpg processes at a time. Default: the number of cores. */
  readonly parallel?: number;
  /** Longest a process may take. Default two minutes. */
  readonly timeoutMs?: number;
}
