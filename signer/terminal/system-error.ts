const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'look at its permissions, and at those of the directories above it',
  EPERM: 'look at its permissions, and at those of the directories above it',
  EROFS: 'the file system is mounted read-only',
  ENOSPC: 'the disk is full: remove something, and try again',
  EDQUOT: 'your quota is used up: remove something, and try again',
  EMFILE: 'too many files are open: close programs, or raise the limit (ulimit -n)',
  ENFILE: 'too many files are open: close programs, or raise the limit (ulimit -n)',
};

/** What the operating system refused, for people. */
interface SystemRefusal {
  readonly message: string;
  readonly hint: string;
}

/**
 * An error of the operating system that nobody nearer to it put into words. Node writes it as `CODE: words, call 'path'`
 * (uvException in lib/internal/errors.js).
 * @returns undefined for any other error
 */
export function systemRefusal(error: Error): SystemRefusal | undefined {
  if (!('syscall' in error) || !('code' in error)) return undefined;
  const { code, syscall } = error;
  if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const words = /^[A-Z0-9_]+: ([^,]*),/.exec(error.message)?.[1];
  const what = path === undefined ? syscall : `${syscall} ${path}`;
  return {
    message: `the system refuses this: ${what} (${words === undefined ? code : `${words}, ${code}`})`,
    hint: HINTS[code] ?? 'try again; if it stays so, the disk or the network may be damaged',
  };
}
