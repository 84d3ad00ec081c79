// Bundles the editor extension: dist/extension.cjs (small, because VS Code loads it when a folder is opened), and
// the verification thread and the pages, which are loaded when they are needed.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { chunksOf } from './bundle.mjs';
import { defines } from './defines.mjs';
import { pack } from './packs.mjs';

const MAIN_LIMIT = 60 * 1024;
// By then the verification thread has finished the work for the editor's start.
const KEEP_AFTER_MS = 10_000;

const COMMON = {
  bundle: true,
  minify: true,
  metafile: true,
  write: false,
  legalComments: 'none',
  logLevel: 'warning',
  outdir: 'dist',
};

const NODE = {
  ...COMMON,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.cjs' },
  define: defines(),
};

/**
 * Bundles the extension. Returns { files: Map(path relative to dist -> Uint8Array), inputs: source paths }. Throws
 * if esbuild warns, if the main file is too large, or if something of test/ is part of the product.
 */
export async function bundleExtension() {
  const built = await Promise.all([
    esbuild.build({ ...NODE, entryPoints: { extension: 'extension/main.ts' } }),
    esbuild.build({
      ...NODE,
      entryPoints: {
        ...entries('extension', 'open.ts', ''),
        ...entries('extension', 'thread.ts', '-thread'),
      },
    }),
    esbuild.build({
      ...COMMON,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      entryPoints: {
        ...entries('webview', 'main.ts', ''),
        ...entries('webview', 'style.css', '-style'),
      },
    }),
  ]);
  const files = new Map();
  const inputs = new Set();
  for (const { outputFiles, metafile, warnings } of built) {
    if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings.map(({ text }) => text).join('; ')}`);
    for (const input of Object.keys(metafile.inputs)) inputs.add(input);
    for (const { path, contents } of outputFiles) files.set(nameOf(path), contents);
  }
  const thread = await chunksOf('extension/verifier/start.ts', 'verifier');
  for (const input of thread.inputs) inputs.add(input);
  const packed = pack(thread.chunks, 'verifier.js', {
    fileOf: besideThread,
    keepAfterMs: KEEP_AFTER_MS,
    first: 'extension/verifier/main.ts',
  });
  for (const [name, code] of packed) files.set(`extension/${besideThread(name)}`, Buffer.from(code));
  const strangers = [...inputs].filter((path) => /^(test|scripts|build|signer)\//.test(path));
  if (strangers.length > 0) throw new Error(`not part of the extension: ${strangers.join(', ')}`);
  const { length } = files.get('extension.cjs');
  if (length > MAIN_LIMIT)
    throw new Error(
      `dist/extension.cjs has ${length} bytes, more than ${MAIN_LIMIT}: load more of it on demand`,
    );
  return { files, inputs: [...inputs].sort() };
}

/**
 * The file of this name in each folder of a room. In a feature's folder, `open.ts` is loaded when the feature is first needed,
 * and `thread.ts` is the program of a thread of its own; in a page's folder, `main.ts` and `style.css` are the page.
 */
function entries(room, file, suffix) {
  const folders = readdirSync(room).filter((name) => existsSync(join(room, name, file)));
  return Object.fromEntries(folders.map((name) => [`${room}/${name}${suffix}`, `${room}/${name}/${file}`]));
}

function besideThread(name) {
  return name.replace(/\.js$/, '.cjs');
}

function nameOf(path) {
  const parts = path.split(/[/\\]/);
  return parts
    .slice(parts.lastIndexOf('dist') + 1)
    .join('/')
    .replace(/-style\.css$/, '.css');
}
