import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';

const room = mkdtempSync(join(tmpdir(), 'waxseal-layers-'));
after(() => rmSync(room, { recursive: true }));
copyFileSync('biome.json', join(room, 'biome.json'));
writeFileSync(join(room, '.gitignore'), 'node_modules/\n');

function diagnostics(path: string, line: string): string[] {
  const file = join(room, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${line}\n`);
  const biome = resolve('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--error-on-warnings', '--reporter=json', path], {
    cwd: room,
    encoding: 'utf8',
  });
  rmSync(file);
  const report = JSON.parse(run.stdout) as { diagnostics: { category: string }[] };
  assert.equal(run.status === 0, report.diagnostics.length === 0, run.stderr);
  return report.diagnostics.map((diagnostic) => diagnostic.category);
}

const IMPORT_RULE = 'lint/style/noRestrictedImports';
const GLOBAL_RULE = 'lint/style/noRestrictedGlobals';
const from = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;`;

const FORBIDDEN_IMPORTS: [file: string, specifiers: string[]][] = [
  [
    'core/git/a.ts',
    ['../../io/git/index.js', '../../signer/main.js', '../../extension/a.js', '../../webview/a.js'],
  ],
  [
    'core/git/a.ts',
    ['../../test/sandbox/index.js', 'vscode', 'node:fs', 'node:crypto', 'node:process', 'fs', 'crypto'],
  ],
  ['core/primitives/a.ts', ['node:fs', 'node:http', 'fs/promises', 'vscode', '../../io/git/index.js']],
  [
    'io/git/a.ts',
    ['../../signer/main.js', '../../extension/a.js', '../../webview/a.js', '../../test/a.js', 'vscode'],
  ],
  [
    'inspect/commits/a.ts',
    ['../../act/a.js', '../../signer/main.js', '../../extension/a.js', '../../webview/a.js', 'vscode'],
  ],
  ['act/policy/a.ts', ['../../signer/main.js', '../../extension/a.js', '../../webview/a.js', 'vscode']],
  ['core/git/a.ts', ['../../inspect/a.js', '../../act/a.js']],
  ['core/primitives/a.ts', ['../../inspect/a.js', '../../act/a.js']],
  ['io/git/a.ts', ['../../inspect/commits/a.js', '../../act/policy/a.js']],
  ['webview/a.ts', ['../inspect/commits/a.js', '../act/policy/a.js']],
  ['signer/a.ts', ['../extension/a.js', '../webview/a.js', '../test/sandbox/index.js', 'vscode']],
  ['extension/a.ts', ['../signer/main.js', '../test/sandbox/index.js']],
  ['webview/a.ts', ['../signer/main.js', '../io/git/index.js', '../extension/a.js', 'vscode', 'node:fs']],
];

for (const [file, specifiers] of FORBIDDEN_IMPORTS) {
  for (const specifier of specifiers) {
    test(`${dirname(file)} may not import ${specifier}`, () => {
      assert.ok(diagnostics(file, from(specifier)).includes(IMPORT_RULE));
    });
  }
}

const ALLOWED_IMPORTS: [file: string, specifier: string][] = [
  ['core/git/a.ts', '../encoding/index.js'],
  ['core/primitives/a.ts', 'node:crypto'],
  ['io/git/a.ts', 'node:fs'],
  ['io/git/a.ts', '../../core/git/index.js'],
  ['inspect/commits/a.ts', '../../io/git/index.js'],
  ['act/policy/a.ts', '../../inspect/policy/index.js'],
  ['signer/a.ts', '../io/git/index.js'],
  ['signer/a.ts', '../act/policy/index.js'],
  ['extension/a.ts', '../inspect/commits/index.js'],
  ['extension/a.ts', 'vscode'],
  ['extension/a.ts', '../io/git/index.js'],
  ['webview/a.ts', '../core/verify/index.js'],
  ['test/signer/a.ts', '../../signer/main.js'],
];

for (const [file, specifier] of ALLOWED_IMPORTS) {
  test(`${dirname(file)} may import ${specifier}`, () => {
    assert.deepEqual(diagnostics(file, from(specifier)), []);
  });
}

test('a dynamic import does not get around the rule', () => {
  assert.deepEqual(diagnostics('core/git/a.ts', `export const x = await import('node:fs');`), [IMPORT_RULE]);
  assert.deepEqual(diagnostics('core/git/a.ts', `export const x = await import('../../io/git/index.js');`), [
    IMPORT_RULE,
  ]);
});

test('re-exporting does not get around the rule', () => {
  assert.deepEqual(diagnostics('core/git/a.ts', `export { x } from '../../io/git/index.js';`), [IMPORT_RULE]);
});

for (const use of [
  'process.env',
  'Date.now()',
  'performance.now()',
  `fetch('')`,
  'globalThis.process',
  'Buffer.of(1)',
]) {
  test(`core may not use ${use}`, () => {
    assert.deepEqual(diagnostics('core/verify/a.ts', `export const x = ${use};`), [GLOBAL_RULE]);
  });
}

test('only core/encoding/time.ts may convert with Date, and it gets no other global', () => {
  assert.deepEqual(diagnostics('core/encoding/time.ts', 'export const x = new Date(0);'), []);
  assert.deepEqual(diagnostics('core/encoding/der.ts', 'export const x = new Date(0);'), [GLOBAL_RULE]);
  assert.deepEqual(diagnostics('core/encoding/time.ts', 'export const x = process.argv;'), [GLOBAL_RULE]);
});

test('any and a non-null assertion are refused', () => {
  assert.deepEqual(diagnostics('io/a.ts', 'export const x: any = 1;'), ['lint/suspicious/noExplicitAny']);
  assert.deepEqual(diagnostics('io/a.ts', 'export const x = (y?: string): string => y!;'), [
    'lint/style/noNonNullAssertion',
  ]);
});
