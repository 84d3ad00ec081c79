import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { shownOf } from './fake-vscode.js';

// Adds a subject that nobody needs to a copy of the house, as docs/design.md, "How a subject is added", says. What it gets
// without any code of its own, every subject gets.

const FOLDERS = {
  core: 'core/toy',
  inspect: 'inspect/toy',
  act: 'act/toy',
  commands: 'signer/commands/toy',
  extension: 'extension/toy',
};

/** An edit by hand outside the subject's folders: a file, an existing line, and the text to put before that line. */
const BY_HAND: readonly [file: string, line: string, added: string][] = [
  ['signer/main.ts', '  agent: () =>', "  toy: () => import('./commands/toy/toy.js'),\n"],
  ['signer/commands/specs.ts', 'import { LOGIN,', "import { TOY } from './toy/specs.js';\n"],
  ['signer/commands/specs.ts', '  COMPLETION,\n];', '  TOY,\n'],
  ['extension/features.ts', 'import type { VerifierCalls }', "import { TOY } from './toy/feature.js';\n"],
  ['extension/features.ts', 'INSTALLATION];', 'TOY, '],
  ['docs/json.md', '## `waxseal show`', '## `waxseal toy`\n\n`files`: a list of `name` and `findings`.\n\n'],
];

let house: string;
let dir: string;

before(() => {
  house = mkdtempSync(join(tmpdir(), 'waxseal-house-'));
  dir = mkdtempSync(join(tmpdir(), 'waxseal-toy-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of files
    .split('\n')
    .filter((name) => name !== '' && !/^(?:test|docs\/images)\//.test(name)))
    cpSync(file, join(house, file));
  symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
  for (const [part, folder] of Object.entries(FOLDERS)) {
    mkdirSync(join(house, folder), { recursive: true });
    for (const name of readdirSync(join('test/house/toy', part)))
      cpSync(join('test/house/toy', part, name), join(house, folder, name.replace(/\.txt$/, '')));
  }
  for (const [file, line, added] of BY_HAND) {
    const text = readFileSync(join(house, file), 'utf8');
    assert.equal(text.split(line).length, 2, `${file} has ${JSON.stringify(line)} once`);
    writeFileSync(
      join(house, file),
      text.replace(line, () => added + line),
    );
  }
  for (const script of ['scripts/build.mjs', 'scripts/vscode-build.mjs']) {
    const built = spawnSync(process.execPath, [script], { cwd: house, encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
  }
  writeFileSync(join(dir, 'done.txt'), 'all is well\n');
  writeFileSync(join(dir, 'open.txt'), 'first\nTODO <b>::error::\u202e##[error]x\nlast\n');
});
after(() => {
  rmSync(house, { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
});

function waxseal(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = spawnSync(process.execPath, [join(house, 'dist/waxseal.js'), ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: dir, ...env },
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('a new subject takes edits by hand in at most six files outside its own folders', () => {
  const files = new Set(BY_HAND.map(([file]) => file));
  assert.ok(files.size <= 4, 'with a paragraph in README.md and a line in CHANGELOG.md these are six');
  const types = spawnSync(
    process.execPath,
    [resolve('node_modules/typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
    { cwd: house, encoding: 'utf8' },
  );
  assert.equal(types.status, 0, types.stdout);
});

test('its help, its line in the overview and its completions come from its description', () => {
  const help = waxseal(['toy', '--help']);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /^usage: waxseal toy FILE \.\.\. \[--fix\] \[--format text\|json\|sarif/);
  assert.match(help.stdout, /--fix +take the unfinished lines away\n/);
  assert.match(help.stdout, /Exit status: 0 all are finished, 1 one is not, 2 no answer\.\n$/);
  assert.match(waxseal(['help']).stdout, /^ {2}waxseal toy FILE \.\.\. +is a file finished\?$/m);
  for (const shell of ['bash', 'zsh', 'fish'])
    assert.match(waxseal(['completion', shell]).stdout, /toy/, shell);
  assert.match(waxseal(['toyy']).stderr, /did you mean "waxseal toy"/);
});

test('it has every form of output; each is harmless and names the place of the finding', () => {
  const of = (format: string) => waxseal(['toy', 'done.txt', 'open.txt', '--format', format]);
  for (const format of ['text', 'json', 'sarif', 'junit', 'markdown', 'html']) {
    const { status, stdout, stderr } = of(format);
    assert.deepEqual([status, stderr], [1, ''], format);
    assert.doesNotMatch(stdout, /[\u202e\x1b]|##\[error\]/, format);
    assert.match(stdout, /TOY_UNFINISHED|TOY&#95;UNFINISHED/, format);
  }
  assert.match(
    of('text').stdout,
    /^done\.txt: finished\nopen\.txt:2:1: error: this line says TODO .* \[TOY_UNFINISHED\]\n/,
  );
  const [file] = JSON.parse(of('json').stdout).files[1].findings;
  assert.deepEqual(file.fix, { kind: 'take-line-away', needsNetwork: false });
  const [run] = JSON.parse(of('sarif').stdout).runs;
  const [result, ...more] = run.results;
  assert.equal(more.length, 0);
  assert.deepEqual(result.locations[0].physicalLocation.region.startLine, 2);
  assert.equal(result.locations[0].physicalLocation.artifactLocation.uri, 'open.txt');
  assert.equal(run.tool.driver.rules[result.ruleIndex].id, 'TOY_UNFINISHED');
  assert.match(of('junit').stdout, /tests="2" failures="1"/);
  assert.doesNotMatch(of('html').stdout, /<b>/);
});

test('GitHub Actions shows the finding at its place', () => {
  const { stdout } = waxseal(['toy', 'open.txt'], { GITHUB_ACTIONS: 'true' });
  assert.match(
    stdout,
    /^::error file=open\.txt,line=2,col=1,endLine=2,endColumn=\d+,title=TOY_UNFINISHED::/m,
  );
});

test('its exit statuses are those of every command', () => {
  assert.equal(waxseal(['toy', 'done.txt']).status, 0);
  assert.equal(waxseal(['toy', 'done.txt', 'open.txt']).status, 1);
  const quiet = waxseal(['toy', 'done.txt', 'open.txt', '--quiet']);
  assert.deepEqual([quiet.status, quiet.stdout.includes('done.txt')], [1, false]);
  for (const args of [
    ['toy', 'gone.txt'],
    ['toy', '--bogus'],
    ['toy', '--format', 'x', 'done.txt'],
  ])
    assert.equal(waxseal(args).status, 2, args.join(' '));
});

test('its fix repairs the file, and the answer changes', () => {
  const path = join(dir, 'mended.txt');
  writeFileSync(path, 'first\nTODO this\nlast\n');
  assert.equal(waxseal(['toy', 'mended.txt', '--fix']).status, 0);
  assert.equal(readFileSync(path, 'utf8'), 'first\nlast\n');
});

test('the editor shows its finding as a diagnostic with its fix, and loads it on demand', async () => {
  const { shown, fixes } = await shownOf(
    join(house, 'dist/extension/toy.cjs'),
    'first\nTODO this\u202e\nlast\n',
  );
  assert.deepEqual(
    shown.map(({ range: { start, end }, severity }) => [
      [start.line, start.character],
      [end.line, end.character],
      severity,
    ]),
    [[[1, 0], [1, 10], 0]],
  );
  assert.match(shown[0]?.message ?? '', /^this line says TODO this/);
  assert.doesNotMatch(shown[0]?.message ?? '', /\u202e/);
  assert.deepEqual(
    fixes.map(({ title, edit }) => [title, edit?.edits.map(({ text }) => text)]),
    [['Take the line away', ['first\nlast\n']]],
  );
  const main = readFileSync(join(house, 'dist/extension.cjs'), 'utf8');
  assert.match(main, /name:"toy"/);
  assert.doesNotMatch(main, /TOY_UNFINISHED/);
});
