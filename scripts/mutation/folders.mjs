// What is measured, and the narrowest suites that say what it promises.

/** Folder of sources -> folders and files of test/. */
export const FOLDERS = new Map([
  ['core/verify', ['core']],
  ['core/certificate', ['core']],
  ['core/transparency', ['core']],
  ['core/timestamp', ['core']],
  ['core/signature', ['core']],
  ['core/policy', ['core']],
  ['io/policy', ['io/policy', 'signer/policy', 'signer/hook']],
  ['io/history', ['io/history', 'io/policy', 'signer/history', 'signer/mixed-history.test.ts']],
  ['signer/agent', ['signer/agent']],
]);
