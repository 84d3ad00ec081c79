import { readSync } from 'node:fs';

/** The launcher writes this after the last entry. Without it, `git config` failed or its output was cut off. */
const COMPLETE = 'complete';
const VARIABLE = 'WAXSEAL_GIT_CONFIG_FD';
const MAX_BYTES = 16 << 20;

/**
 * The output of `git config --list -z --show-scope --show-origin` for the working directory, if the launcher ran
 * git while Node was starting (scripts/build/launcher.mjs). It can be read once: the variable is removed from the
 * environment, because a child process does not have the descriptor.
 * @returns undefined if the launcher passed nothing, or not everything
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
