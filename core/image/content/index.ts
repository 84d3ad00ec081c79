export { type AttestedDocument, type DocumentKind, documentOf } from './document.js';
export { CUSTOM_PREDICATE, predicateTypeOf, SIGN_PREDICATE } from './types.js';
