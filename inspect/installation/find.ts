import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Directories below the home directory in which VS Code and editors based on it install extensions. */
const EDITORS = [
  '.vscode',
  '.vscode-insiders',
  '.vscode-server',
  '.vscode-server-insiders',
  '.vscode-oss',
  '.vscode-remote',
  '.cursor',
  '.cursor-server',
  '.windsurf',
] as const;

/** The places that are searched, as messages show them. */
export const PLACES = EDITORS.map((name) => `~/${name}/extensions`);

/** Folders of this extension (`waxseal.waxseal-VERSION`) in the editors of a home directory; absolute, in order. */
export function findInstallations(home: string): readonly string[] {
  return EDITORS.flatMap((editor) => {
    const extensions = join(home, editor, 'extensions');
    return namesIn(extensions)
      .filter((name) => /^waxseal\.waxseal-\d/.test(name))
      .map((name) => join(extensions, name))
      .sort();
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
