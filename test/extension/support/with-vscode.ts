import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './vscode-host.js';

/** Loads a file of the extension with something else in place of the module `vscode`. */
export async function withVscode<T>(file: string, vscode: object): Promise<T> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, file)],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    write: false,
    logLevel: 'silent',
  });
  const require = createRequire(import.meta.url);
  const own = { exports: {} };
  const code = new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '');
  code(own, own.exports, (name: string) => (name === 'vscode' ? vscode : require(name)));
  return own.exports as T;
}

/** The members of `vscode` that word a text: English, with the values in their places. */
export const l10n = {
  t: (text: string, ...values: readonly unknown[]) =>
    text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};
