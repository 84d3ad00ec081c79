export { resolvedEnds, type WalkEnds } from './ends.js';
export { parseRevision } from './grammar.js';
export { type Meaning, meaningsOf } from './meanings.js';
export { peeled } from './peel.js';
export { type Resolved, type RevisionReader, resolvePoints, unknownRevision } from './resolve.js';
