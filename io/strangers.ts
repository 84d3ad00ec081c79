import { readFileSync } from 'node:fs';
import { ancestorObjection } from './run-directory.js';
import { inWords, type Objection, writeObjection } from './write-objection.js';

/**
 * Why somebody else may have put there what lies at a path: it, or a directory above it, belongs to somebody who is neither this user
 * nor root, or everybody can change it. Links are followed. What lies there must not be believed then. That a group can change it is
 * no objection here, unlike for sockets: under umask 002 all that a user makes is their own group's, too.
 */
export function strangersObjection(path: string): Objection {
  if (process.platform === 'win32') return undefined; // access control lists decide there
  try {
    return ancestorObjection(path, { mayBeOfGroup: true, isOwner: isOwnOrSystems });
  } catch (error) {
    return writeObjection(path) ?? { why: `${path} cannot be looked at (${inWords(error)})` };
  }
}

function isOwnOrSystems(uid: number): boolean {
  return uid === 0 || uid === process.getuid?.() || isWithoutNumber(uid);
}

/**
 * In a user namespace (containers without root) all whom it does not know, the system's root among them, are shown as one user:
 * user_namespaces(7), "Unmapped user and group IDs".
 */
function isWithoutNumber(uid: number): boolean {
  try {
    if (uid !== Number(readFileSync('/proc/sys/kernel/overflowuid', 'latin1'))) return false;
    const ranges = readFileSync('/proc/self/uid_map', 'latin1').trim().split('\n');
    return !ranges.some((range) => {
      const [first = 0, , count = 0] = range.trim().split(/\s+/).map(Number);
      return first <= uid && uid < first + count;
    });
  } catch {
    return false;
  }
}
