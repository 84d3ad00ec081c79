import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * A folder of shared test material: next to the repository, or in WAXSEAL_SHARED. `skip` is an option for node:test: false, or
 * the reason to skip the tests.
 */
export function sharedDir(path: string): { readonly dir: string; readonly skip: string | false } {
  const dir = join(resolve(process.env['WAXSEAL_SHARED'] ?? '../shared'), path);
  return { dir, skip: existsSync(dir) ? false : `no ${path} in ../shared (or WAXSEAL_SHARED)` };
}
