// A repository and a home of its own for one side of a comparison.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes an empty repository `name` below `scratch` whose signing program is `signer`, with the servers of `stack`. Returns
 * the options for a run in it: { cwd, env }. Throws if git fails.
 */
export function makePlace({ scratch, name, signer, stack }) {
  const cwd = join(scratch, name);
  const home = join(scratch, `${name}-home`);
  for (const dir of [cwd, home]) mkdirSync(dir);
  const config = `[user]\nname = Bench\nemail = bench@example.test\n[gpg]\nformat = x509\n[gitsign]\nrekorMode = offline\n`;
  writeFileSync(join(home, '.gitconfig'), `${config}[waxseal]\ntrustedRoot = ${stack.env.TRUSTED_ROOT}\n`);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    ...stack.env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'gpg.x509.program',
    GIT_CONFIG_VALUE_0: signer,
  };
  const made = spawnSync('git', ['init', '--quiet'], { cwd, env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`git init: ${made.stderr}`);
  return { cwd, env };
}
