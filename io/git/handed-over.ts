import { readSync } from 'node:fs';

/** What the launcher writes after the last entry, so that a `git config` that failed or was cut short is not believed. */
const COMPLETE = 'complete';
const VARIABLE = 'WAXSEAL_GIT_CONFIG_FD';
const MAX_BYTES = 16 << 20;

/**
 * What `git config --list -z --show-scope --show-origin` printed for the working directory, when the launcher had git
 * read it while Node was starting (scripts/build/launcher.mjs). Read once: the variable is taken out of the
 * environment, so that no child believes it has such a descriptor.
 * @returns undefined when nothing was handed over, or not all of it
 */
export function handedOverConfig(env: NodeJS.ProcessEnv): Uint8Array | undefined {
  const fd = Number(env[VARIABLE] ?? Number.NaN);
  delete env[VARIABLE];
  if (!Number.isInteger(fd)) return undefined;
  const bytes = readDescriptor(fd);
  const end = bytes === undefined ? -1 : bytes.length - COMPLETE.length;
  return bytes !== undefined && end >= 0 && Buffer.from(bytes.subarray(end)).toString('latin1') === COMPLETE
    ? bytes.subarray(0, end)
    : undefined;
}

function readDescriptor(fd: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const chunk = new Uint8Array(1 << 16);
      const count = readSync(fd, chunk);
      if (count === 0) return new Uint8Array(Buffer.concat(chunks));
      chunks.push(chunk.subarray(0, count));
      length += count;
      if (length > MAX_BYTES) return undefined;
    }
  } catch {
    return undefined;
  }
}
