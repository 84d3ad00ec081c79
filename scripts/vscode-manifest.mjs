#!/usr/bin/env node
// Writes the contributions of the extension into package.json, from the specs of the features in extension/.
// usage: node scripts/vscode-manifest.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { transpile } from './transpile.mjs';

await transpile();
const { MANIFEST } = await import('../build/extension/contributions.js');
const before = readFileSync('package.json', 'utf8');
const after = `${JSON.stringify({ ...JSON.parse(before), ...MANIFEST }, undefined, 2)}\n`;
if (JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(after))) {
  console.log('package.json says what the features say');
} else if (process.argv.includes('--check')) {
  console.error('package.json is out of date: run node scripts/vscode-manifest.mjs');
  process.exitCode = 1;
} else {
  writeFileSync('package.json', after);
  console.log('package.json written');
}
