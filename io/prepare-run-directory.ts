import { dirname } from 'node:path';
import { makeDirectory } from './make-directory.js';
import { ancestorObjection, directoryObjection } from './run-directory.js';
import { inWords, type Objection, writeObjection } from './write-objection.js';

/**
 * Makes the directory for sockets if there is none, and each missing directory above it, all for this user alone. Nothing is made
 * below a directory in which others could exchange it.
 * @returns why it cannot be used, or why nothing can be made in it
 */
export function prepareRunDirectory(directory: string): Objection {
  try {
    if (directoryObjection(directory) === 'missing') {
      const objection = ancestorObjection(dirname(directory)) ?? writeObjection(directory);
      if (objection) return objection;
      makeDirectory(directory, 0o700);
    }
  } catch (error) {
    return writeObjection(directory) ?? { why: `${directory} cannot be made (${inWords(error)})` };
  }
  const objection = directoryObjection(directory);
  return objection === 'missing'
    ? { why: `${directory} is missing` }
    : (objection ?? writeObjection(directory));
}
