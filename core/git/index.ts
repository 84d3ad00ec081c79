export { armorKind } from './armor.js';
export { GitObjectError, type GitObjectErrorCode } from './error.js';
export { type CommitFields, parseCommit, parseTag, type TagFields } from './fields.js';
export type { Ident } from './ident.js';
export { joinObject, type ObjectParts } from './join.js';
export { objectId } from './object-id.js';
export { type PayloadKind, payloadKind } from './payload-kind.js';
export { splitObject } from './split.js';
export type { ArmoredSignature, ArmorKind, ObjectFormat, SplitObject } from './types.js';
