#!/usr/bin/env node
// Builds the extension and packs it. The same sources always give the same bytes: the place, the time and the user
// do not matter.
// usage: node scripts/vsix.mjs [DIR]     default: build/vsix; writes DIR/waxseal-VERSION.vsix and the list of its digests
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const { createVSIX } = await import('@vscode/vsce');
const { archiveOf, filesOf } = await import('./vsix/archive.mjs');
const { DIGESTS, digestsOf } = await import('./vsix/digests.mjs');
const { stage } = await import('./vsix/stage.mjs');

const dir = resolve(process.argv[2] ?? join('build', 'vsix'));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(dir, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'waxseal-vsix-'));
try {
  const files = await collect();
  const digests = digestsOf(files, manifest);
  files.set(DIGESTS, digests);
  const archive = archiveOf(files);
  const name = `${manifest.name}-${manifest.version}`;
  writeFileSync(join(dir, `${name}.vsix`), archive);
  writeFileSync(join(dir, `${name}.digests.json`), digests);
  const size = `${(archive.length / 1024).toFixed(0)} KiB, ${files.size} files`;
  console.log(`${name}.vsix: ${size}, sha256 ${createHash('sha256').update(archive).digest('hex')}`);
} finally {
  rmSync(scratch, { recursive: true });
}

// vsce checks the manifest, fixes the links of the README and writes the VSIX's own files. Its archive contains
// times and permissions, so we make our own.
async function collect() {
  const folder = join(scratch, 'stage');
  const packagePath = join(scratch, 'packed.vsix');
  await stage(folder);
  const branch = `v${manifest.version}`; // the README's links point to this version
  await createVSIX({ cwd: folder, packagePath, dependencies: false, githubBranch: branch });
  return filesOf(readFileSync(packagePath));
}
