import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { decodePem, EncodingError, fromHex } from '../../../core/encoding/index.js';
import { importPublicKey } from '../../../core/primitives/index.js';
import { allowsSigner, policyOfFlags } from '../../../core/signer-policy/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../../core/trust/index.js';
import { decidingCheck, type Verdict, withSignerDecision } from '../../../core/verdict/index.js';
import { type Artifact, verifyBundle } from '../../../core/verify/index.js';
import { sharedDir } from '../../support/shared.js';
import { REASONS } from './conformance-reasons.js';

const corpus = sharedDir('corpora/sigstore-conformance');
const publicGood = sharedDir('fixtures/trust');
const skip = corpus.skip || publicGood.skip;

interface Case {
  readonly dir: string;
  readonly expect: 'pass' | 'fail';
  readonly artifact: string;
  readonly artifact_sha256: string;
  readonly identity: string;
  readonly issuer: string;
  readonly key: string | null;
  readonly trusted_root: string;
}

const bytes = (path: string): Uint8Array => new Uint8Array(readFileSync(join(corpus.dir, path)));

/** As expectations.json says: the case's own trusted root, or that of the public-good instance. */
function trustOf({ trusted_root: path }: Case): TrustedRoot {
  const file = path.startsWith('PUBLIC_GOOD')
    ? join(publicGood.dir, 'public-good-trusted_root.json')
    : join(corpus.dir, path);
  return parseTrustedRoot(readFileSync(file, 'utf8'));
}

/** The two modes of the suite: the artifact is given as a file, or by its digest when there is no file. */
const MODES = ['path', 'digest'] as const;
type Mode = (typeof MODES)[number];

function artifactOf({ artifact, artifact_sha256: hex }: Case, mode: Mode): Artifact {
  return mode === 'path' ? bytes(artifact) : { algorithm: 'sha256', digest: fromHex(hex) };
}

async function judge(one: Case, mode: Mode): Promise<Verdict> {
  const publicKey = one.key === null ? undefined : importPublicKey(decodePem('PUBLIC KEY', bytes(one.key)));
  const verdict = await verifyBundle(
    {
      bundle: bytes(join(one.dir, 'bundle.sigstore.json')),
      artifact: artifactOf(one, mode),
      ...(publicKey && { publicKey }),
    },
    { trust: trustOf(one) },
  );
  if (publicKey) return withSignerDecision(verdict, { decision: 'allowed', detail: 'the key given' });
  const policy = await policyOfFlags({ identity: one.identity, issuer: one.issuer });
  return policy && verdict.signer
    ? withSignerDecision(verdict, allowsSigner(policy, verdict.signer))
    : verdict;
}

const cases = skip ? [] : (JSON.parse(readFileSync(join(corpus.dir, 'expectations.json'), 'utf8')) as Case[]);
const nameOf = ({ dir }: Case): string => dir.split('/').at(-1) ?? '';

describe('the bundles of sigstore-conformance', { skip }, () => {
  for (const mode of MODES) {
    for (const one of cases.filter(({ expect }) => expect === 'pass'))
      test(`${nameOf(one)} is verified by ${mode}`, async () => {
        const verdict = await judge(one, mode);
        assert.equal(verdict.outcome, 'verified', JSON.stringify(decidingCheck(verdict.checks)));
      });

    for (const one of cases.filter(({ expect }) => expect === 'fail')) {
      const because = REASONS[nameOf(one)] ?? [];
      test(`${nameOf(one)} is not verified by ${mode}: ${because.join(', ')}`, async () => {
        if (because[0] === 'unreadable input') {
          await assert.rejects(judge(one, mode), EncodingError);
          return;
        }
        const verdict = await judge(one, mode);
        const fallen = verdict.checks.filter(({ outcome }) => outcome !== 'passed');
        assert.notEqual(verdict.outcome, 'verified');
        assert.deepEqual(
          fallen.map(({ name, reason }) => `${name} ${reason}`),
          because,
          JSON.stringify(fallen),
        );
      });
    }
  }

  test('there are 70 of them, each in two modes, and every one that must fail has its reason in this folder', () => {
    assert.equal(cases.length, 70);
    assert.ok(cases.every(({ dir }) => existsSync(join(corpus.dir, dir, 'bundle.sigstore.json'))));
    const failing = cases.filter(({ expect }) => expect === 'fail').map(nameOf);
    assert.deepEqual(Object.keys(REASONS).sort(), failing.sort());
  });
});
