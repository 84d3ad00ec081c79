export * from './attached/index.js';
export * from './content/index.js';
export * from './evidence/index.js';
export * from './manifest/index.js';
export * from './reference/index.js';
export { IMAGE_SENTENCES, type ImageRule } from './sentences.js';
