import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { forge } from '../../support/forged.js';
import { TestInstance } from '../../support/instance.js';
import { signedRepo } from '../policy/signed-repo.js';

const [ALICE, EVE] = ['alice@example.test', 'eve@example.test'];
const instance = new TestInstance();

function policyFor(who: string): Record<string, string> {
  const signer = `{issuer: "https://issuer.example.test", subject: "${who}"}`;
  return {
    '.waxseal.yaml': `version: 1\nsigners:\n  who: ${signer}\nrules:\n  - {name: all, signers: who}\n`,
  };
}

for (const format of ['sha1', 'sha256'] as const)
  test(`other bytes under an id are never verified, shown or used as a policy (${format})`, async () => {
    const repo = await signedRepo(instance, format);
    try {
      const base = await repo.commit('main', { files: policyFor(ALICE), signer: ALICE });
      const evil = await repo.commit('evil', { parents: [base], files: policyFor(EVE), signer: EVE });
      await repo.git(['remote', 'add', 'origin', 'https://example.invalid/x.git']);
      await repo.git(['update-ref', 'refs/remotes/origin/main', base]);
      await repo.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
      const at = (...args: string[]) => repo.git(args);
      const read = async (id: string) => {
        const type = await at('cat-file', '-t', id);
        return {
          type,
          raw: execFileSync('git', ['cat-file', type, id], { cwd: repo.dir, env: repo.env }),
        };
      };
      /** Puts the bytes of one object under the id of another while `body` runs. */
      const replaced = async (victim: string, by: string, work: () => Promise<void>) => {
        for (const kept of ['loose', 'packed'] as const) {
          const putBack = forge(repo, victim, await read(by), kept);
          await work();
          putBack();
        }
      };

      await replaced(base, evil, async () => {
        for (const args of [
          ['show', base],
          ['policy', 'explain', base],
          ['show', 'refs/heads/main'],
        ]) {
          const { status, stderr, stdout } = await repo.waxseal(...args);
          assert.deepEqual([status, stdout], [2, ''], args.join(' '));
          assert.match(stderr, /the repository is damaged/);
        }
        const verified = await repo.waxseal('verify', '--any-signer', base);
        assert.equal(verified.status, 1);
        assert.match(verified.stdout, /holds other bytes under this id/);
        assert.equal((await repo.waxseal('verify', '--any-signer', `${base}..evil`)).status, 2);
      });

      for (const path of ['', '.waxseal.yaml']) {
        const [good, bad] = [
          await at('rev-parse', `${base}:${path}`),
          await at('rev-parse', `${evil}:${path}`),
        ];
        await replaced(good, bad, async () => {
          const { status, stderr } = await repo.waxseal('verify', evil);
          assert.equal(status, 2, path);
          assert.match(stderr, /the repository is damaged, it holds other bytes under the id/);
        });
      }
      assert.equal((await repo.waxseal('verify', base)).status, 0);
    } finally {
      repo.remove();
    }
  });
