// THIRD_PARTY_NOTICES.txt: the licences of the packages that esbuild really put into the bundle.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = `\n${'='.repeat(78)}\n\n`;

/** The text for the inputs (paths relative to the root) of an esbuild metafile. Throws when a licence is unknown. */
export function notices(inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const head = 'Waxseal contains the following packages, each under its own licence.\n';
  return [head, ...[...folders].sort().map(notice)].join(RULE);
}

function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (typeof license !== 'string') throw new Error(`${folder}: package.json names no licence`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${name} ${version} (${license})\n\n${texts.join('\n\n') || 'The package ships no licence text.'}\n`;
}
