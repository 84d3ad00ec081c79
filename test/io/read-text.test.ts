import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readText } from '../../io/read-text.js';
import { temporaryDirectory } from './support/repository.js';

test('a file is read completely, and an endless or very large one is refused', (t) => {
  const file = join(temporaryDirectory(t), 'file');
  writeFileSync(file, 'héllo\n');
  assert.equal(readText(file), 'héllo\n');
  truncateSync(file, 17 << 20);
  assert.throws(() => readText(file), { code: 'EFBIG' });
  assert.throws(() => readText(`${file}.missing`), { code: 'ENOENT' });
  if (existsSync('/dev/zero')) assert.throws(() => readText('/dev/zero'), { code: 'EFBIG' });
});

test('a pipe is read to its end', { skip: process.platform === 'win32' && 'no /dev/stdin' }, () => {
  const module = new URL('../../io/read-text.js', import.meta.url);
  const code = `import { readText } from '${module}'; process.stdout.write(String(readText('/dev/stdin').length));`;
  const script = 'head -c 200000 /dev/zero | "$0" --input-type=module -e "$1"';
  assert.equal(execFileSync('sh', ['-c', script, process.execPath, code], { encoding: 'utf8' }), '200000');
});
