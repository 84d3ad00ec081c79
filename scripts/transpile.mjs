// Sources and tests, file by file, from TypeScript to ES modules under build/ (tests run from there).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const ROOMS = ['core', 'io', 'signer', 'extension', 'webview', 'test'];

/** Writes build/**\/*.js for every .ts file of every room that exists. */
export async function transpile() {
  const entryPoints = ROOMS.flatMap((room) => {
    try {
      return readdirSync(room, { recursive: true })
        .map((name) => join(room, String(name)))
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
    } catch {
      return [];
    }
  });
  await esbuild.build({
    entryPoints,
    outdir: 'build',
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
