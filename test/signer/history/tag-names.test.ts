import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { historyRepo } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { signTag } from '../../support/sign-tag.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const commit = repo.commit('base', { sign: {} });
repo.git('update-ref', 'refs/heads/main', commit);

const old = signTag(repo, instance, { name: 'v1.0', object: commit, type: 'commit' });
const nested = signTag(repo, instance, { name: 'v2.0', object: old, type: 'tag' });
const deep = signTag(repo, instance, { name: 'release/v3.0', object: nested, type: 'tag' });
for (const [ref, id] of [
  ['v1.0', old],
  ['v9.9.9', old],
  ['v2.0', nested],
  ['release/v3.0', deep],
  ['v3.0', deep],
] as const)
  repo.git('update-ref', `refs/tags/${ref}`, id);

interface Shown {
  readonly name: string;
  readonly outcome: string;
  readonly checks: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly reason?: string;
    detail: string;
  }[];
}

async function verify(...args: string[]) {
  const { status, stdout, stderr } = await repo.waxseal(['verify', '--format', 'json', ...args]);
  assert.equal(stderr, '', args.join(' '));
  const objects: Shown[] = JSON.parse(stdout).objects;
  return { status, said: objects.map(({ outcome, checks }) => [outcome, nameCheck(checks)]) };
}

function nameCheck(checks: Shown['checks']): string {
  const check = checks.find(({ name }) => name === 'name');
  return check ? (check.reason ?? check.outcome) : 'none';
}

const IDENTITY = [
  '--certificate-identity',
  'dev@example.test',
  '--certificate-oidc-issuer',
  'https://issuer.example.test',
];

test('an old tag under a new name is refused by its name, whatever decides who may sign', async () => {
  for (const who of [['--any-signer'], IDENTITY])
    for (const form of [
      'v9.9.9',
      'refs/tags/v9.9.9',
      'tags/v9.9.9',
      'v9.9.9^{tag}',
      'v9.9.9^{object}',
      'v9.9.*',
    ])
      assert.deepEqual(
        await verify(...who, form),
        { status: 1, said: [['refused', 'TAG_NAME_MISMATCH']] },
        form,
      );
  const { stdout } = await repo.waxseal(['verify', '--any-signer', 'v9.9.9']);
  assert.match(stdout, /the tag calls itself v1\.0 and was asked for as v9\.9\.9/);
  const shown = await repo.waxseal(['show', 'v9.9.9']);
  assert.match(shown.stdout, /the tag calls itself v1\.0 and was asked for as v9\.9\.9/);
});

test('a tag under its own name says so, and a tag requested by its id has no requested name', async () => {
  assert.deepEqual(await verify('--any-signer', 'v1.0', 'release/v3.0'), {
    status: 0,
    said: [
      ['valid', 'passed'],
      ['valid', 'passed'],
    ],
  });
  assert.deepEqual((await verify('--any-signer', old, 'v9.9.9^{commit}', 'v9.9.9~0')).said, [
    ['valid', 'none'],
    ['valid', 'none'],
    ['valid', 'none'],
  ]);
  assert.deepEqual((await verify('--any-signer', 'v3.0')).said, [['refused', 'TAG_NAME_MISMATCH']]);
});

test('a lightweight tag is said to be unsigned, in every form of output, and no signer is named beside it', async () => {
  repo.git('update-ref', 'refs/tags/light', commit);
  try {
    const POINTER = 'the tag is only a pointer and is not signed; of its commit: every check passed';
    const at = async (...args: string[]) => (await repo.waxseal(['verify', '--any-signer', ...args])).stdout;
    assert.match(await at('light'), new RegExp(`^valid +commit ${commit} \\(light\\)\n  ${POINTER}`));
    assert.match((await repo.waxseal(['show', 'light'])).stdout, new RegExp(POINTER));
    const [row = '', below] = (await at('light', 'v2.0')).split('\n');
    assert.match(row, /^valid .* light/);
    assert.doesNotMatch(row, /dev@example\.test/);
    assert.match(below ?? '', new RegExp(`^ +${POINTER.slice(0, 50)}`));
    const [shown] = JSON.parse(await at('--format', 'json', 'light')).objects;
    assert.deepEqual([shown.lightweightTag, shown.object.type], ['light', 'commit']);
    for (const format of ['html', 'markdown', 'junit'])
      assert.match(
        await at('--format', format, 'light'),
        /light(,|&#44;) a lightweight tag(:|&#58;) not signed/,
        format,
      );
    for (const name of [commit, 'light^{}', 'main', 'v1.0'])
      assert.doesNotMatch(await at(name), /pointer/, name);
  } finally {
    repo.git('update-ref', '-d', 'refs/tags/light');
  }
});

test('if one tag was deliberately given two names, like git’s v1.0.1 and v1.0.0a, the other name is refused', async () => {
  const both = signTag(repo, instance, { name: 'v1.0.0a', object: commit, type: 'commit' });
  const names = ['v1.0.0a', 'v1.0.1'];
  for (const name of names) repo.git('update-ref', `refs/tags/${name}`, both);
  assert.deepEqual(await verify('--any-signer', 'v1.0.0a', 'v1.0.0a^{tag}', 'v1.0.1', 'v1.0.1^{tag}'), {
    status: 1,
    said: [
      ['valid', 'passed'],
      ['valid', 'passed'],
      ['refused', 'TAG_NAME_MISMATCH'],
      ['refused', 'TAG_NAME_MISMATCH'],
    ],
  });
  const { stdout } = await repo.waxseal(['verify', '--any-signer', '--format', 'json', 'v1.0.1']);
  const [shown]: readonly Shown[] = JSON.parse(stdout).objects;
  assert.equal(
    shown?.checks.find(({ name }) => name === 'name')?.detail,
    'the tag calls itself v1.0.0a and was asked for as v1.0.1',
  );
  assert.deepEqual(await verify('--any-signer', both), { status: 0, said: [['valid', 'none']] });
  for (const name of names) repo.git('update-ref', '-d', `refs/tags/${name}`);
});

test('a tag of a tag is compared with its own name, however often a suffix says that the tag is meant', async () => {
  const renamed = 'refs/tags/v8.0';
  repo.git('update-ref', renamed, nested);
  for (const form of ['v2.0', 'v2.0^{tag}', 'v2.0^{tag}^{object}', 'refs/tags/v2.0^{tag}'])
    assert.deepEqual(await verify('--any-signer', form), { status: 0, said: [['valid', 'passed']] }, form);
  for (const form of ['v8.0', 'v8.0^{tag}', 'v8.0^{tag}^{object}', `${renamed}^{tag}`])
    assert.deepEqual(
      await verify('--any-signer', form),
      { status: 1, said: [['refused', 'TAG_NAME_MISMATCH']] },
      form,
    );
  repo.git('update-ref', '-d', renamed);
});

test('with --all, every ref is compared with its tag, and a tag below another has no requested name', async () => {
  repo.git('update-ref', '-d', 'refs/tags/v1.0');
  repo.git('update-ref', '-d', 'refs/tags/v9.9.9');
  const { status, said } = await verify('--any-signer', '--all');
  assert.equal(status, 1);
  assert.deepEqual(said, [
    ['valid', 'passed'],
    ['valid', 'passed'],
    ['valid', 'none'],
    ['refused', 'TAG_NAME_MISMATCH'],
    ['valid', 'none'],
  ]);
});

test('a tag that is named alone is checked itself, whatever else limits the selection', async () => {
  repo.git('update-ref', 'refs/tags/v9.9.9', old);
  const limits = [['--max-count', '1'], ['--since', '2000-01-01'], ['--no-merges'], ['--first-parent']];
  for (const limit of limits)
    for (const form of ['v9.9.9', 'v9.9.*', 'refs/tags/v9.9.9^{tag}'])
      assert.deepEqual(
        await verify('--any-signer', ...limit, form),
        {
          status: 1,
          said: [
            ['refused', 'TAG_NAME_MISMATCH'],
            ['valid', 'none'],
          ],
        },
        `${limit.join(' ')} ${form}`,
      );
  for (const commits of ['v9.9.9^{commit}', 'v9.9.9~0'])
    assert.deepEqual((await verify('--any-signer', '--max-count', '1', commits)).said, [['valid', 'none']]);
  const both = (await verify('--any-signer', '--all', 'v9.9.9')).said;
  assert.deepEqual(both, (await verify('--any-signer', '--all')).said, 'and once only');
  repo.git('update-ref', '-d', 'refs/tags/v9.9.9');
});

test('an unsigned tag under another name stays unsigned, with the reason, and a broken signature stays invalid', async () => {
  repo.git('tag', '-a', '-m', 'x', 'plain', commit);
  repo.git('update-ref', 'refs/tags/other', 'refs/tags/plain');
  assert.deepEqual((await verify('--any-signer', 'other')).said, [['unsigned', 'TAG_NAME_MISMATCH']]);
  const broken = signTag(repo, instance, {
    name: 'v5',
    object: commit,
    type: 'commit',
    alter: (raw) => Buffer.from(raw.toString('latin1').replace('A tag', 'B tag'), 'latin1'),
  });
  repo.git('update-ref', 'refs/tags/v6', broken);
  assert.deepEqual((await verify('--any-signer', 'v6')).said, [['invalid', 'TAG_NAME_MISMATCH']]);
});

test('a tag that states two names has no name that could match the requested one', async () => {
  const twice = signTag(repo, instance, { name: 'v7', object: commit, type: 'commit', more: 'tag v8\n' });
  repo.git('update-ref', 'refs/tags/v7', twice);
  assert.deepEqual((await verify('--any-signer', 'v7')).said, [['incomplete', 'TAG_NAME_UNREADABLE']]);
});
