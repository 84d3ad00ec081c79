// THIRD_PARTY_NOTICES.txt: the licences of the packages that are really in the bundle.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = `\n${'='.repeat(78)}\n\n`;

/** The text for the inputs (paths relative to the root) of an esbuild metafile. Throws if a licence is unknown. */
export function notices(inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const head = 'Waxseal contains the following packages, each under its own licence.\n';
  return [head, ...[...folders].sort().map(notice)].join(RULE);
}

function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

// A few packages name their licence but do not ship its text. Its terms require the text with every copy.
function standardText(license, author, folder) {
  const holder = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  if (license === 'Apache-2.0')
    return `Copyright ${holder}. The text of the Apache License 2.0 is in LICENSE beside this file.`;
  if (license === 'MIT') return `Copyright (c) ${holder}\n\n${MIT}`;
  throw new Error(`${folder} ships no licence text, and there is none here for ${license}`);
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function notice(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (typeof license !== 'string') throw new Error(`${folder}: package.json names no licence`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${name} ${version} (${license})\n\n${texts.join('\n\n') || standardText(license, author, folder)}\n`;
}
