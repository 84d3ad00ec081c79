// Makes the folder from which a VSIX is packed: freshly built files, and files of the repository that ship
// unchanged.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from '../build/bundle.mjs';
import { bundleExtension } from '../build/extension.mjs';
import { notices } from '../build/notices.mjs';

const AS_THEY_ARE = [
  '.vscodeignore',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'docs/policy.md',
  'l10n',
  'media',
  'package.nls.de.json',
  'package.nls.json',
  'schemas',
];

// Members of package.json that only the repository and npm need. vsce does not accept `files` together with a
// .vscodeignore.
const NOT_FOR_EDITORS = ['bin', 'devDependencies', 'files', 'scripts'];

/** Empties `dir` and fills it. Nothing from dist/ is used, because an older build may have left files there. */
export async function stage(dir) {
  rmSync(dir, { recursive: true, force: true });
  const [program, extension] = await Promise.all([bundle(), bundleExtension()]);
  const write = (name, contents, mode = 0o644) => {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents, { mode });
  };
  for (const [name, contents] of program.files) write(`dist/${name}`, contents);
  for (const [name, contents] of extension.files) write(`dist/${name}`, contents);
  for (const name of AS_THEY_ARE) cpSync(name, join(dir, name), { recursive: true });
  write('THIRD_PARTY_NOTICES.txt', notices([...new Set([...program.inputs, ...extension.inputs])]));
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of NOT_FOR_EDITORS) delete manifest[name];
  write('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
}
