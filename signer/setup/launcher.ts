import { accessSync, constants } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { SignerError } from '../errors.js';

/**
 * The absolute path git must start: this program as it was installed. A link (npm's bin directory) stays a link, so that it
 * goes on working after an update. WAXSEAL_LAUNCHER names another starter, for those who wrap the program.
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
      'install waxseal (npm install -g), or make the file executable',
    );
  }
  return resolve(path);
}
