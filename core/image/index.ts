export * from './manifest/index.js';
export * from './reference/index.js';
