import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where VS Code and editors made of it keep what is installed, below the home directory. */
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

/** The places that are searched, for messages. */
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
