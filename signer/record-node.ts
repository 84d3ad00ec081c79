import { basename } from 'node:path';
import { isSea } from 'node:sea';
import { nodeRecord } from '../io/config/index.js';
import { replaceFile } from '../io/files/replace-file.js';

/**
 * Records which Node runs this program, in `node` of the user's configuration directory: the launcher uses it where PATH has none
 * (programs that a desktop starts) or one that is too old (scripts/build/launcher.mjs, old-node.cjs). An executable with Node
 * inside, and the Node of an editor, are not recorded.
 * @throws FileError FILE_NOT_WRITTEN
 */
export async function recordNode(env: NodeJS.ProcessEnv): Promise<void> {
  if (isSea() || !/^node(?:\.exe)?$/.test(basename(process.execPath))) return;
  await replaceFile(nodeRecord(env), `${process.execPath}\n`);
}
