import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { ROOT } from './vscode-host.js';

const SHIPPED = [
  'package.json',
  'package.nls.json',
  'package.nls.de.json',
  'dist',
  'media',
  'l10n',
  'schemas',
  'docs/policy.md',
];

/** The packed extension that scripts/test.mjs made; undefined when a script runs without it. */
export const VSIX: string | undefined = process.env['WAXSEAL_VSIX'];

/**
 * The files to install in an editor, in a separate folder, so that nothing of the repository around it can be reached: the
 * content of the VSIX or, without one, the build.
 */
export function stageExtension(): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'extension-'));
  if (VSIX === undefined) {
    for (const name of SHIPPED) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  } else {
    for (const [path, contents] of Object.entries(unzipSync(readFileSync(VSIX)))) {
      if (!path.startsWith('extension/')) continue;
      const target = join(dir, path.slice('extension/'.length));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, contents, { mode: path.endsWith('/waxseal.js') ? 0o755 : 0o644 });
    }
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
