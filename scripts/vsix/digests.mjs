// dist/digests.json inside the VSIX: the digest of every other file, which the release workflow attests beside the VSIX itself.
// VS Code keeps no VSIX, so this is what ties the files of an installed extension to their provenance (inspect/installation).
import { createHash } from 'node:crypto';

const FOLDER = 'extension/';
const SPECIAL = new Map([['extension.vsixmanifest', '.vsixmanifest']]);

/** Where the list lies in the VSIX. */
export const DIGESTS = 'extension/dist/digests.json';

/**
 * The list for the files of a VSIX (Map(path in the VSIX -> Uint8Array)), as bytes: paths are those of the installed
 * extension. package.json is listed by the digest of its members, because VS Code adds one of its own.
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

// RFC 8785 for what a manifest holds: no numbers but integers. The program has its own in core/encoding.
function canonical(contents) {
  const text = (value) => {
    if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const members = Object.keys(value).sort();
    return `{${members.map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join(',')}}`;
  };
  return text(JSON.parse(Buffer.from(contents).toString('utf8')));
}
