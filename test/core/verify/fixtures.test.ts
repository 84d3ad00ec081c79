import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { logEntryFromRekorJson } from '../../../core/transparency/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { sharedDir } from '../../support/shared.js';

interface Expected {
  readonly offline: string;
  readonly lookup: string;
}

/** outcomes.json calls this one valid, but it has no signature at all. */
const NOT_SIGNED = '0.16-unsigned.commit';

function readObject(path: string): Parameters<typeof verifyGitObject>[0] {
  const type = path.endsWith('.tag') ? 'tag' : 'commit';
  const raw = readFileSync(path);
  const format = raw.includes('\ngpgsig-sha256 ') ? 'sha256' : 'sha1';
  return { id: path, type, raw, format };
}

function explain(verdict: Verdict): string {
  return verdict.checks
    .map((check) => `${check.name} ${check.outcome} ${check.reason ?? ''} ${check.detail}`)
    .join('\n');
}

const shared = sharedDir('fixtures/gitsign');

describe('objects signed by the real gitsign', { skip: shared.skip }, () => {
  const trust = parseTrustedRoot(read('trust/trusted_root.json'));
  const outcomes = JSON.parse(read('outcomes.json')) as Record<string, Expected>;

  function read(name: string): string {
    return readFileSync(join(shared.dir, name), 'utf8');
  }

  for (const [name, { offline, lookup }] of Object.entries(outcomes)) {
    const object = readObject(join(shared.dir, 'objects', name));
    const expectOffline = name === NOT_SIGNED ? 'unsigned' : offline;

    test(`${name} is ${expectOffline} without the network`, async () => {
      const verdict = await verifyGitObject(object, { trust });
      assert.equal(verdict.outcome, expectOffline, explain(verdict));
    });

    const entryFile = join(shared.dir, 'rekor', name.replace(/\.(commit|tag)$/, '.json'));
    if (!existsSync(entryFile) || offline === lookup) continue;
    test(`${name} is ${lookup} with its looked-up log entry`, async () => {
      const lookedUp = [logEntryFromRekorJson(readFileSync(entryFile, 'utf8'))];
      const verdict = await verifyGitObject(object, { trust, lookedUp });
      assert.equal(verdict.outcome, lookup, explain(verdict));
      assert.equal(verdict.logEntry?.inclusion, 'looked-up');
    });
  }

  test('each tampered object names the check that found it', async () => {
    const reasons: Record<string, string | undefined> = {};
    for (const name of Object.keys(outcomes).filter((key) => key.startsWith('neg-'))) {
      const { checks } = await verifyGitObject(readObject(join(shared.dir, 'objects', name)), { trust });
      reasons[name] = checks.find((check) => check.outcome === 'failed')?.reason;
    }
    assert.deepEqual(reasons, {
      'neg-checkpoint-signature.commit': 'CHECKPOINT_SIGNATURE_WRONG',
      'neg-control-unchanged.commit': undefined,
      'neg-extra-header.commit': 'PAYLOAD_DIGEST_MISMATCH',
      'neg-integrated-time.commit': 'SET_WRONG',
      'neg-message.commit': 'PAYLOAD_DIGEST_MISMATCH',
      'neg-root-hash.commit': 'INCLUSION_PROOF_WRONG',
      'neg-sct.commit': 'CHAIN_SIGNATURE_WRONG',
      'neg-set.commit': 'SET_WRONG',
      'neg-signature.commit': 'SIGNATURE_WRONG',
    });
  });
});

interface Production {
  readonly sha: string;
  readonly mode: 'offline' | 'online';
  readonly san: readonly string[];
  readonly issuer: string;
  readonly integratedTime?: number | null;
}

const production = sharedDir('fixtures/production-commits');

describe('commits of the public instance', { skip: production.skip }, () => {
  const rootFile = sharedDir('fixtures/trust').dir;
  const trust = parseTrustedRoot(readFileSync(join(rootFile, 'public-good-trusted_root.json'), 'utf8'));
  const commits = JSON.parse(readFileSync(join(production.dir, 'expected.json'), 'utf8')) as Production[];

  test('are all there', () => {
    const files = readdirSync(production.dir).filter((name) => /^[0-9a-f]{40}$/.test(name));
    assert.equal(commits.length, 33);
    assert.deepEqual(files.sort(), commits.map(({ sha }) => sha).sort());
  });

  for (const { sha, mode, san, issuer, integratedTime } of commits) {
    const expected = mode === 'offline' ? 'valid' : 'incomplete';
    test(`${sha} (${mode}) is ${expected} and names its signer`, async () => {
      const raw = readFileSync(join(production.dir, sha));
      const verdict = await verifyGitObject({ id: sha, type: 'commit', raw, format: 'sha1' }, { trust });
      assert.equal(verdict.outcome, expected, explain(verdict));
      assert.deepEqual([verdict.signer?.subject, verdict.signer?.issuer], [san[0], issuer]);
      if (mode === 'offline') assert.deepEqual(verdict.signedAt, { time: integratedTime, source: 'rekor' });
      else {
        assert.deepEqual(
          verdict.checks.filter((check) => check.outcome !== 'passed').map((check) => check.reason),
          ['LOG_ENTRY_NOT_EMBEDDED', 'TIME_NOT_PROVEN'],
        );
      }
    });
  }
});
