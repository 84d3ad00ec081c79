export { loadAllowedSigners, loadSshRevocation, type Unreadable } from './load.js';
export { localOffset } from './local-offset.js';
