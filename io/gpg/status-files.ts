const START = /^\[GNUPG:\] FILE_START \d+ (.*)$/;
const DONE = '[GNUPG:] FILE_DONE';

/**
 * The status lines of `gpg --multifile`, by file (GnuPG doc/DETAILS, FILE_START and FILE_DONE). A file that gpg
 * started twice or did not finish is left out.
 */
export function statusByFile(status: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  let open: { name: string; lines: string[] } | undefined;
  for (const raw of status.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const name = START.exec(line)?.[1];
    if (name !== undefined) open = { name, lines: [] };
    else if (line !== DONE) open?.lines.push(line);
    else if (open) {
      if (seen.has(open.name)) found.delete(open.name);
      else found.set(open.name, open.lines);
      seen.add(open.name);
      open = undefined;
    }
  }
  return found;
}
