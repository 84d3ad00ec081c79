// Constants that are written into the code when it is built or transpiled.
import { readFileSync } from 'node:fs';

/** esbuild's `define`: the version comes only from package.json. */
export function defines() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  return { WAXSEAL_VERSION: JSON.stringify(version) };
}
