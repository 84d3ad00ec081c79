import { isSea } from 'node:sea';
import { SignerError } from '../../errors.js';

/** Options with which Node runs code of others before ours. */
const LOADS_CODE = /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)\b/;

/**
 * Makes sure that git's pipe will get nothing but a signature, where the launcher has not moved it away from standard output: no code
 * but ours runs in this process. The executable with Node inside reads no NODE_OPTIONS (scripts/sea.mjs).
 * @throws SignerError OUTPUT_SHARED
 */
export function requireOwnOutput(options = process.env['NODE_OPTIONS'] ?? ''): void {
  const shared = LOADS_CODE.test(options) || LOADS_CODE.test(process.execArgv.join(' '));
  if (!shared || (isSea() && IGNORES_OPTIONS)) return;
  throw new SignerError(
    'OUTPUT_SHARED',
    'NODE_OPTIONS runs other code in this program, and what that writes would be part of the signature',
    'unset NODE_OPTIONS, or let git start the program itself (waxseal setup) and not node',
  );
}

const [MAJOR = 0, MINOR = 0] = process.versions.node.split('.').map(Number);
/** `execArgvExtension` of single executable applications. */
const IGNORES_OPTIONS = MAJOR > 24 || (MAJOR === 24 && MINOR >= 6);
