import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * A folder of shared test material: next to the repository, or where WAXSEAL_SHARED says. `skip` is what node:test
 * wants: false, or why its tests are skipped.
 */
export function sharedDir(path: string): { readonly dir: string; readonly skip: string | false } {
  const dir = join(resolve(process.env['WAXSEAL_SHARED'] ?? '../shared'), path);
  return { dir, skip: existsSync(dir) ? false : `no ${path} in ../shared (or WAXSEAL_SHARED)` };
}
