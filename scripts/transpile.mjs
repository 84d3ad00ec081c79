// Compiles sources and tests, file by file, from TypeScript to ES modules under build/ (tests run from there).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defines } from './build/defines.mjs';
import { writeIfChanged } from './build/files.mjs';
import { ensureInstalled } from './install.mjs';

const ROOMS = ['core', 'io', 'inspect', 'act', 'signer', 'extension', 'webview', 'test'];

/**
 * Writes build/**\/*.js for every .ts file of every room that exists, and copies the .json files they import.
 * Installs the packages first if they are missing.
 */
export async function transpile() {
  ensureInstalled();
  const esbuild = await import('esbuild');
  const files = ROOMS.flatMap(filesOf);
  const built = await esbuild.build({
    entryPoints: files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')),
    outdir: 'build',
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: defines(),
    sourcemap: 'inline',
    logLevel: 'warning',
    write: false,
  });
  for (const file of built.outputFiles) writeIfChanged(file.path, file.contents);
  const data = files.filter((name) => name.endsWith('.json') && !name.startsWith(join('test', 'golden')));
  for (const name of data) writeIfChanged(join('build', name), readFileSync(name));
}

function filesOf(room) {
  try {
    return readdirSync(room, { recursive: true }).map((name) => join(room, String(name)));
  } catch {
    return [];
  }
}
