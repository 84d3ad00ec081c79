// The folders that are measured, and for each the narrowest test suites that cover it.

/**
 * Folder of sources -> folders and files of test/. Comparisons with other programs (`*oracle.test.ts`) are not
 * included: they are slow, and the programs are not available everywhere. Of a folder, tests that limit processor time and memory
 * are not included either: the switch at every mutant needs several times as much.
 */
export const FOLDERS = new Map([
  ['core/verify', ['core/verify', 'hostile/tamper.test.ts', 'core/bundle', 'core/ssh', 'core/openpgp']],
  ['core/verdict', ['core/verify', 'core/bundle', 'signer/output/harmless.test.ts']],
  ['core/certificate', ['core/certificate', 'core/verify/x509.test.ts', 'core/verify/x509-policies.test.ts']],
  ['core/transparency', ['core/transparency']],
  ['core/timestamp', ['core/timestamp']],
  [
    'core/signature',
    [
      'core/signature',
      'core/ssh',
      'core/openpgp',
      'core/verify',
      'hostile/tamper.test.ts',
      'hostile/largest-ssh.test.ts',
    ],
  ],
  ['core/bundle', ['core/bundle']],
  ['core/attestation', ['core/bundle']],
  ['core/signer-policy', ['core/policy']],
  ['core/repository-policy', ['core/policy']],
  ['io/repository-policy', ['io/policy', 'signer/policy', 'signer/hook']],
  [
    'io/history',
    [
      'io/history',
      'signer/history/other-bytes.test.ts',
      'signer/history/left-out.test.ts',
      'signer/history/tag-names.test.ts',
      'signer/history/stdin.test.ts',
    ],
  ],
  ['signer/agent', ['signer/agent/inside', 'signer/agent/parts.test.ts']],
]);
