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
  if (license === 'Zlib') return ZLIB;
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

const ZLIB = `(C) 1995-2013 Jean-loup Gailly and Mark Adler

This software is provided 'as-is', without any express or implied warranty. In no event will the authors be held liable for
any damages arising from the use of this software.

Permission is granted to anyone to use this software for any purpose, including commercial applications, and to alter it and
redistribute it freely, subject to the following restrictions:

1. The origin of this software must not be misrepresented; you must not claim that you wrote the original software. If you use
   this software in a product, an acknowledgment in the product documentation would be appreciated but is not required.
2. Altered source versions must be plainly marked as such, and must not be misrepresented as being the original software.
3. This notice may not be removed or altered from any source distribution.`;

// A few words of each licence, to see which of them a package's own files contain.
const WORDS = {
  'Apache-2.0': /Apache License/,
  MIT: /Permission is hereby granted, free of charge/,
  'BSD-3-Clause': /Redistribution and use in source and binary forms/,
  Zlib: /This software is provided 'as-is'/,
};

/** Under "MIT AND Zlib" both apply, and pako, for one, ships the text of the first only. */
function missingTexts(texts, license, author, folder) {
  const ids = license.replace(/[()]/g, '').split(' AND ');
  if (texts.length === 0) return ids.map((id) => standardText(id, author, folder));
  if (ids.length === 1) return [];
  const unknown = ids.find((id) => !(id in WORDS));
  if (unknown) throw new Error(`${folder}: nothing here tells whether it ships the text of ${unknown}`);
  return ids.filter((id) => !WORDS[id].test(texts.join())).map((id) => standardText(id, author, folder));
}

function notice(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (typeof license !== 'string') throw new Error(`${folder}: package.json names no licence`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const all = [...texts, ...missingTexts(texts, license, author, folder)];
  return `${name} ${version} (${license})\n\n${all.join('\n\n')}\n`;
}
