#!/usr/bin/env node
// Builds the editor extension into dist/.
// usage: node scripts/vscode-build.mjs     the same sources give the same bytes
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeIfChanged } from './build/files.mjs';
import { ensureInstalled } from './install.mjs';
import { writeWords } from './l10n.mjs';

ensureInstalled();
writeWords();
const { bundleExtension } = await import('./build/extension.mjs');
const { files } = await bundleExtension().catch((error) => {
  console.error(`build: ${error.message}`);
  process.exit(1);
});
for (const [name, contents] of files) writeIfChanged(join('dist', name), contents);
const chunks = join('dist', 'extension');
const stale = readdirSync(chunks).filter((name) => !files.has(`extension/${name}`));
for (const name of stale) rmSync(join(chunks, name), { force: true });
const sizes = [...files].map(([name, { length }]) => `${name} ${(length / 1024).toFixed(1)} KiB`);
console.log(`dist: ${sizes.join(', ')}`);
