import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, test } from 'node:test';
import { forge } from '../../support/forged.js';
import { TestInstance } from '../../support/instance.js';
import { type Pushing, policyFor, pushing } from './server.js';

const ALICE = 'alice@example.test';
const instance = new TestInstance();
let on: Pushing;

beforeEach(async () => {
  on = await pushing(instance);
});
afterEach(() => on.repo.remove());

/** The server has a `main`, and the hook. */
async function serve(...options: string[]): Promise<string> {
  const tip = await on.repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
  assert.equal((await on.push('main')).status, 0);
  const installed = await on.onServer('hook', 'install', 'pre-receive', ...options);
  assert.equal(installed.status, 0, installed.stderr);
  return tip;
}

/** Puts the bytes of a commit or tag of the server under its id, with something else in them. */
function damage(id: string, kept: 'loose' | 'packed', change: (text: string) => string): () => void {
  const at = { cwd: on.server, env: on.repo.env, encoding: 'utf8' } as const;
  const type = execFileSync('git', ['cat-file', '-t', id], at).trim();
  const raw = Buffer.from(change(execFileSync('git', ['cat-file', type, id], at)));
  return forge({ dir: on.server, env: on.repo.env }, id, { type, raw }, kept);
}

for (const kept of ['loose', 'packed'] as const) {
  test(`a forged commit of the server (${kept}) takes nothing off the branch whose policy counts`, async () => {
    const first = await serve();
    const tip = await on.repo.commit('main', { files: { a: '1' }, signer: ALICE });
    assert.equal((await on.push('main')).status, 0);
    const side = await on.repo.commit('side', { parents: [first], files: { b: '1' }, signer: ALICE });
    await on.repo.commit('side', { files: { b: '2' }, signer: ALICE });
    assert.equal((await on.push('side')).status, 0);
    await on.repo.commit('side', { files: { b: '3' }, signer: ALICE });
    damage(side, kept, (text) => text.replace(`parent ${first}`, `parent ${tip}`));
    const ended = await on.push('--force', 'side:main');
    assert.notEqual(ended.status, 0);
    assert.match(ended.stderr, /the repository is damaged/);
    assert.equal(await on.there('main'), tip);
  });

  test(`a forged tag of the server (${kept}) lets no commit in that it does not name`, async () => {
    const tip = await serve('--', '--any-signer');
    const tag = await on.repo.tag('v1', tip, ALICE);
    assert.equal((await on.push('refs/tags/v1')).status, 0);
    const unsigned = await on.repo.commit('topic', { parents: [tip], files: { a: '1' } });
    const putBack = damage(tag, kept, (text) => text.replace(tip, unsigned));
    const ended = await on.push('topic');
    assert.notEqual(ended.status, 0);
    assert.match(ended.stderr, /topic is refused: 1 of 1 new object does not hold/);
    putBack();
    await on.repo.commit('good', { parents: [tip], files: { a: '1' }, signer: ALICE });
    assert.equal((await on.push('good')).status, 0);
  });
}
