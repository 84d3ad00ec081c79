#!/usr/bin/env node
// Builds the program: dist/waxseal.js (small, loads the rest on demand), dist/chunks/*, THIRD_PARTY_NOTICES.txt.
// usage: node scripts/build.mjs [--outdir DIR]     the same sources give the same bytes
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeIfChanged } from './build/files.mjs';
import { ensureInstalled } from './install.mjs';

const ENTRY_LIMIT = 15 * 1024;

ensureInstalled();
const { bundle } = await import('./build/bundle.mjs');
const { notices } = await import('./build/notices.mjs');

const at = process.argv.indexOf('--outdir');
const outdir = at > 0 ? process.argv[at + 1] : 'dist';
const { files, inputs } = await bundle().catch(fail);
const entry = files.get('waxseal.js');
if (entry.length > ENTRY_LIMIT) {
  throw new Error(
    `dist/waxseal.js has ${entry.length} bytes, more than ${ENTRY_LIMIT}: load more of it on demand`,
  );
}
for (const [name, contents] of files) {
  writeIfChanged(join(outdir, name), contents, name === 'waxseal.js' ? 0o755 : 0o644);
}
const chunks = join(outdir, 'chunks');
const stale = existsSync(chunks) ? readdirSync(chunks).filter((name) => !files.has(`chunks/${name}`)) : [];
for (const name of stale) rmSync(join(chunks, name));
const noticesPath = at > 0 ? join(outdir, 'THIRD_PARTY_NOTICES.txt') : 'THIRD_PARTY_NOTICES.txt';
writeIfChanged(noticesPath, Buffer.from(notices(inputs)));
const total = [...files.values()].reduce((sum, contents) => sum + contents.length, 0);
console.log(`${outdir}/waxseal.js ${kib(entry.length)}, ${files.size - 2} chunks, ${kib(total)} together`);

function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function fail(error) {
  console.error(`build: ${error.message}`);
  process.exit(1);
}
