// Bundles signer/main.ts and everything it loads as CommonJS: one small entry, and chunks that are loaded on
// demand.
//
// Measured on Node 20 (50 interleaved runs of `--version`, medians): bare node 26 ms, CommonJS 30 ms, ES modules 36
// ms. The ES module loader alone costs more than the budget of 1.2x. esbuild can share code between chunks only for
// ES modules. So it first bundles ES modules (each module exists once, so `instanceof` works across chunks), and
// then each chunk is translated to CommonJS.
import { readFileSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { defines } from './defines.mjs';
import { directImports } from './direct-imports.mjs';
import { firstTry } from './first-try.mjs';
import { LAUNCHER } from './launcher.mjs';
import { NEEDED, NO_VERDICT } from './needed.mjs';
import { pack } from './packs.mjs';
import { plainImports, settledExports } from './plain-imports.mjs';

const PROGRAM = 'signer/main.ts';

/**
 * Bundles the program (or another entry, a path). Returns { files: Map(path relative to dist -> Uint8Array), inputs: source paths }.
 * Throws when esbuild warns, or when something of test/ is part of the product.
 */
export async function bundle(entry = PROGRAM, change = undefined) {
  const { chunks, inputs } = await chunksOf(entry, 'waxseal', change);
  const files = new Map();
  for (const [name, code] of pack(chunks, 'waxseal.js')) {
    files.set(name, Buffer.from(name === 'waxseal.js' ? LAUNCHER + (await entryOf(code)) : code));
  }
  files.set('chunks/first-try.pl', Buffer.from(await firstTry()));
  const said = `const needed = ${JSON.stringify(NEEDED)}, noVerdict = ${JSON.stringify(NO_VERDICT)};`;
  files.set('chunks/old-node.js', Buffer.from(await forOldNode(said + OLD_NODE)));
  files.set('package.json', Buffer.from('{ "type": "commonjs" }\n'));
  return { files, inputs };
}

const OLD_NODE = readFileSync(new URL('./old-node.cjs', import.meta.url), 'utf8');

/** The entry, in syntax that an old Node can read: it must get as far as asking whether it is one. */
async function entryOf(code) {
  const [major, minor] = NEEDED.split('.');
  const isOld = `(([major, minor]) => +major < ${major} || (+major === ${major} && +minor < ${minor}))(process.versions.node.split('.'))`;
  return forOldNode(`'use strict';if (${isOld}) require('./chunks/old-node.js');\n${code}`);
}

async function forOldNode(code) {
  const options = { target: 'es2015', minify: true, legalComments: 'none' };
  const translated = await esbuild.transform(code, options);
  refuse(translated.warnings);
  return translated.code;
}

/**
 * An entry (a path) and everything it loads, as input for `pack`: { chunks, inputs: source paths }; the entry's
 * chunk is `NAME.js`. Throws when esbuild warns, or when something of test/ is part of the product.
 */
export async function chunksOf(entry, name, change = undefined) {
  const outdir = 'dist';
  const built = await esbuild.build({
    entryPoints: { [name]: entry },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    chunkNames: 'chunks/[name]-[hash]',
    define: defines(),
    plugins: [directImports(change)],
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  refuse(built.warnings);
  const inputs = Object.keys(built.metafile.inputs).sort();
  const strangers = inputs.filter((path) => /^(test|scripts|build)\//.test(path));
  if (strangers.length > 0) throw new Error(`not part of the product: ${strangers.join(', ')}`);
  const chunks = new Map();
  const settled = new Map(built.outputFiles.map(({ path, text }) => [basename(path), settledExports(text)]));
  const settledIn = (path) => settled.get(basename(path)) ?? new Set();
  for (const file of built.outputFiles) {
    const output = built.metafile.outputs[relative(process.cwd(), file.path).split(sep).join('/')];
    const code = await toCommonJs(plainImports(file.text, settledIn));
    const imports = output.imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    chunks.set(basename(file.path), {
      code,
      entryPoint: output.entryPoint,
      imports: imports.map(({ path }) => basename(path)),
    });
  }
  return { chunks, inputs };
}

// esbuild gives a chunk that is a CommonJS package only a default export. Node, which runs the tests, also offers
// named exports. The package's own exports object works for both.
const WHOLE_PACKAGE = /^export default (require_\w+\(\));$/m;

async function toCommonJs(code) {
  const translated = await esbuild.transform(code.replace(WHOLE_PACKAGE, 'module.exports = $1;'), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
  });
  refuse(translated.warnings);
  return translated.code;
}

function refuse(warnings) {
  if (warnings.length === 0) return;
  throw new Error(`esbuild warns: ${warnings.map((warning) => warning.text).join('; ')}`);
}
