import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** False, or the reason to skip tests that need openssl. */
export const NO_OPENSSL: string | false =
  spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed';

/** Runs openssl in a temporary folder with `files`. */
export function openssl(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
): { readonly status: number | null; readonly stdout: Uint8Array; readonly stderr: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'waxseal-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd });
    return { status, stdout, stderr: stderr.toString() };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
