import { accessSync, constants } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { SignerError } from './errors.js';

/**
 * The absolute path of the program that git must start. A link (in npm's bin directory) is not resolved, so that it still works
 * after an update. WAXSEAL_LAUNCHER names another program, for those who wrap this one.
 * @throws SignerError LAUNCHER_NOT_EXECUTABLE
 */
export function launcherPath(): string {
  const named = process.env['WAXSEAL_LAUNCHER'];
  const script = process.argv[1];
  const path = named ?? (script !== undefined && isAbsolute(script) ? script : process.execPath);
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new SignerError(
      'LAUNCHER_NOT_EXECUTABLE',
      `git could not start ${path}: it is not executable`,
      'install waxseal again, or make the file executable',
    );
  }
  return resolve(path);
}
