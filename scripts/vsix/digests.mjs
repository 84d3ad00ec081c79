// dist/digests.json inside the VSIX: the digests of all other files. The release workflow attests this list as well
// as the VSIX. VS Code does not keep the VSIX, so this list links the files of an installed extension to their
// provenance (inspect/installation).
import { createHash } from 'node:crypto';

const FOLDER = 'extension/';
const SPECIAL = new Map([['extension.vsixmanifest', '.vsixmanifest']]);

/** The path of the list in the VSIX. */
export const DIGESTS = 'extension/dist/digests.json';

/**
 * The list for the files of a VSIX (Map(path in the VSIX -> Uint8Array)), as bytes: paths are those of the
 * installed extension. For package.json the digest covers its members, because VS Code adds a member of its own.
 */
export function digestsOf(files, { publisher, name, version }) {
  const listed = [...files].flatMap(([path, contents]) => {
    const installed = SPECIAL.get(path) ?? (path.startsWith(FOLDER) ? path.slice(FOLDER.length) : undefined);
    if (installed === undefined) return [];
    return [[installed, sha256(installed === 'package.json' ? canonical(contents) : contents)]];
  });
  const sorted = listed.sort(([a], [b]) => (a < b ? -1 : 1));
  const document = { extension: `${publisher}.${name}`, version, sha256: Object.fromEntries(sorted) };
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

// RFC 8785 for the values in a manifest: its numbers are integers only. The program has its own version in
// core/encoding.
function canonical(contents) {
  const text = (value) => {
    if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const members = Object.keys(value).sort();
    return `{${members.map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join(',')}}`;
  };
  return text(JSON.parse(Buffer.from(contents).toString('utf8')));
}
