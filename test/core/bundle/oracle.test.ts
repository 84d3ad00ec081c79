import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { utf8 } from '../../../core/encoding/index.js';
import type { PublicKey } from '../../../core/primitives/index.js';
import { decidingCheck } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import {
  type BundleJson,
  type BundleOptions,
  bundleBytes,
  makeBundle,
  statementAbout,
} from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';
import { mutate } from '../../support/mutate.js';
import { random } from '../../support/random.js';

const instance = new TestInstance();
const artifact = utf8('an artifact\n');
const payload = statementAbout(artifact);
const stampedAt = instance.start + 1002;
const root = TrustedRoot.fromJSON(JSON.parse(instance.trustJson));

const KINDS: readonly (readonly [string, BundleOptions])[] = [
  ['a message signature in Rekor v1', {}],
  ['a message signature of version 0.1', { version: '0.1' }],
  ['a message signature in Rekor v1 with a timestamp', { stampedAt }],
  ['a message signature in Rekor v2', { as: 'hashedrekord 0.0.2', stampedAt }],
  ['an attestation logged as dsse', { payload }],
  ['an attestation logged as intoto', { payload, as: 'intoto 0.0.2' }],
  ['an attestation in Rekor v2', { payload, as: 'dsse 0.0.2', stampedAt }],
  ['an attestation in Rekor v2 as hashedrekord', { payload, as: 'hashedrekord 0.0.2', stampedAt }],
  ['a message signature by a bare key', { bareKey: true }],
];

function oracleAccepts(text: Uint8Array, publicKey: PublicKey): boolean {
  const pem = publicKey.handle.export({ type: 'spki', format: 'pem' });
  const keys = () => ({ publicKey: pem.toString(), validFor: () => true });
  try {
    const bundle = bundleFromJSON(JSON.parse(new TextDecoder().decode(text)));
    const trust = toTrustMaterial(root, keys as unknown as Parameters<typeof toTrustMaterial>[1]);
    new Verifier(trust).verify(toSignedEntity(bundle, Buffer.from(artifact)));
    return true;
  } catch {
    return false;
  }
}

async function weAccept(text: Uint8Array, publicKey: PublicKey, { bareKey }: BundleOptions) {
  const key = bareKey ? { publicKey } : {};
  const verdict = await verifyBundle({ bundle: text, artifact, ...key }, { trust: instance.trust });
  return { accepted: verdict.outcome === 'valid', deciding: decidingCheck(verdict.checks) };
}

/** The paths of all text members in a bundle. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => places(member, [...path, name]));
}

/** A copy of the bundle with one member's bytes or text damaged. */
function damaged(json: BundleJson, path: readonly string[], chance: ReturnType<typeof random>): BundleJson {
  const copy = structuredClone(json);
  const parent: BundleJson = path.slice(0, -1).reduce((at, name) => at[name], copy);
  const last = path.at(-1) ?? '';
  const text: string = parent[last];
  const bytes = Buffer.from(text, 'base64');
  const isBytes = text.length > 8 && bytes.toString('base64') === text;
  parent[last] = isBytes
    ? Buffer.from(mutate(bytes, chance)).toString('base64')
    : Buffer.from(mutate(utf8(text), chance)).toString('utf8');
  return copy;
}

/**
 * Where the oracle overlooks damage, and why. It takes the root and the size of the tree from the checkpoint alone and never
 * reads the index of a Rekor v2 entry. In a timestamp token it checks neither the certificate that the token names (RFC 5816)
 * nor whether the DER is strict.
 */
const OVERLOOKED: Readonly<Record<string, readonly string[]>> = {
  rootHash: ['INCLUSION_PROOF_WRONG', 'LOG_ENTRY_MALFORMED'],
  treeSize: ['INCLUSION_PROOF_WRONG', 'LOG_ENTRY_MALFORMED'],
  logIndex: ['LOG_ENTRY_MALFORMED'],
  signedTimestamp: ['TIMESTAMP_CERTIFICATE', 'TIMESTAMP_MALFORMED'],
};

describe('@sigstore/verify and waxseal', () => {
  for (const [what, options] of KINDS)
    test(`agree that ${what} holds`, async () => {
      const { json, publicKey } = makeBundle(instance, artifact, options);
      assert.equal(oracleAccepts(bundleBytes(json), publicKey), true);
      assert.equal((await weAccept(bundleBytes(json), publicKey, options)).accepted, true);
    });

  for (const [seed, [what, options]] of KINDS.entries())
    test(`${what}, damaged anywhere: waxseal refuses everything that the oracle refuses, and what the oracle overlooks`, async () => {
      const chance = random(seed + 1);
      const { json, publicKey } = makeBundle(instance, artifact, options);
      let refusedByBoth = 0;
      for (const path of places(json).flatMap((place) => [place, place, place, place])) {
        const changed = damaged(json, path, chance);
        const text = bundleBytes(changed);
        const theirs = oracleAccepts(text, publicKey);
        const { accepted, deciding } = await weAccept(text, publicKey, options);
        const at = `${path.join('.')}: ${JSON.stringify(deciding)}`;
        if (accepted) assert.ok(theirs, `only waxseal accepts ${at}`);
        else if (theirs)
          assert.ok(
            OVERLOOKED[path.at(-1) ?? '']?.includes(deciding?.reason ?? ''),
            `only the oracle accepts ${at}`,
          );
        else refusedByBoth++;
      }
      assert.ok(refusedByBoth > 20, String(refusedByBoth));
    });
});

test('an additional entry of an unknown log is an error only for the oracle', async () => {
  const { json, publicKey } = makeBundle(instance, artifact);
  const [entry] = json['verificationMaterial'].tlogEntries;
  const foreign = { ...entry, logId: { keyId: Buffer.alloc(32, 7).toString('base64') } };
  json['verificationMaterial'].tlogEntries = [entry, foreign];
  assert.equal(oracleAccepts(bundleBytes(json), publicKey), false);
  assert.equal((await weAccept(bundleBytes(json), publicKey, {})).accepted, true);
});
