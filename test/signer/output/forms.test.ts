import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { FORMATS } from '../../../core/render/index.js';
import { SPECS } from '../../../signer/commands/specs.js';
import { type RunResult, run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { policyFor } from '../hook/server.js';
import { type SignedRepo, signedRepo } from '../policy/signed-repo.js';

/** Commands with a form of output that lack some of those that others have. docs/design.md says why. */
const WITHOUT = ['status', 'trust update'];

const instance = new TestInstance();
let repo: SignedRepo;

before(async () => {
  repo = await signedRepo(instance);
  await repo.commit('good', { signer: 'dev@example.test' });
  await repo.commit('unsigned');
  writeFileSync(join(repo.dir, 'policy.yaml'), policyFor(['dev'])['.waxseal.yaml'] ?? '');
});
after(() => repo.remove());

function waxseal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  return run(PROGRAM, args, { cwd: repo.dir, env: { ...repo.env, ...env } });
}

const EXPLAIN = ['policy', 'explain', '--policy', 'policy.yaml'];

test('every command that has forms of output has all of them, but for those that docs/design.md names', () => {
  const design = readFileSync('docs/design.md', 'utf8');
  for (const { name, options } of SPECS) {
    const forms = options['format']?.value;
    if (!Array.isArray(forms)) continue;
    const missing = FORMATS.filter((form) => !forms.includes(form));
    assert.deepEqual(missing, WITHOUT.includes(name) ? FORMATS.slice(2) : [], name);
  }
  for (const name of WITHOUT) assert.ok(design.includes(`\`${name}\` has \`text\` and \`json\` only`), name);
});

/** The sign by which each form can be told. */
const LOOKS: Readonly<Record<(typeof FORMATS)[number], RegExp>> = {
  text: /^\w+ {2}/,
  json: /^\{\n {2}"version": 1,/,
  sarif: /^\{"\$schema":"[^"]*sarif/,
  junit: /^<\?xml .*\n<testsuites name="waxseal"/,
  markdown: /^### /,
  html: /^<!DOCTYPE html>\n/,
};

for (const [args, status] of [
  [['show', 'good'], 0],
  [['show', 'unsigned'], 0],
  [['trust', 'show'], 0],
  [[...EXPLAIN, 'good'], 0],
  [[...EXPLAIN, 'unsigned'], 1],
] as const)
  test(`waxseal ${args.join(' ')} has every form, and the form does not change the exit status ${status}`, async () => {
    for (const format of FORMATS) {
      const ended = await waxseal([...args, '--format', format]);
      assert.equal(ended.status, status, `${format}: ${ended.stderr}`);
      assert.match(ended.stdout, LOOKS[format], format);
    }
  });

test('the object is in every form of show and of policy explain, with its outcome', async () => {
  const id = (await repo.git(['rev-parse', 'unsigned'])).trim();
  for (const args of [['show'], EXPLAIN])
    for (const format of FORMATS) {
      const { stdout } = await waxseal([...args, 'unsigned', '--format', format]);
      assert.ok(stdout.includes(id.slice(0, 10)), `${args} ${format}`);
      assert.match(stdout, /unsigned/i, `${args} ${format}`);
    }
});

test('a form that makes no sense for a command is refused, and the message says why', async () => {
  for (const [command, why] of [
    [['status'], /^waxseal: --format sarif does not fit here: nothing that status shows can hold or fail\n/],
    [['trust', 'update'], /^waxseal: --format sarif does not fit here: an update lists no findings/],
  ] as const) {
    const ended = await waxseal([...command, '--format', 'sarif']);
    assert.deepEqual([ended.status, ended.stdout], [2, '']);
    assert.match(ended.stderr, why);
    assert.match(ended.stderr, /\nhint: it must be one of: text, json\n$/);
  }
});

test('a build server gets an annotation from policy explain, and none from show, which judges nothing', async () => {
  const at = { GITHUB_ACTIONS: 'true' };
  assert.doesNotMatch((await waxseal([...EXPLAIN, 'unsigned'])).stdout, /::/);
  assert.match((await waxseal([...EXPLAIN, 'unsigned'], at)).stdout, /\n::error title=unsigned/);
  assert.doesNotMatch((await waxseal(['show', 'unsigned'], at)).stdout, /::/);
});
