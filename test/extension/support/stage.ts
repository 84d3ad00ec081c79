import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './vscode-host.js';

const SHIPPED = ['package.json', 'package.nls.json', 'dist', 'media', 'l10n', 'schemas', 'docs/policy.md'];

/** What is installed in an editor, in a folder of its own: nothing of the repository around it can be reached. */
export function stageExtension(): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'extension-'));
  for (const name of SHIPPED) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
