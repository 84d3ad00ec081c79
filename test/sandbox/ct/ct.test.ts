import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { embeddedScts, parseCertificate } from '../../../core/certificate/index.js';
import { concatBytes, decodePem, decodePemBundle, toBase64 } from '../../../core/encoding/index.js';
import { ask, chainOf, ecKey, post, proofOf, v2Body } from '../fulcio/ask.js';
import { type Sandbox, startSandbox } from '../index.js';
import { leafHashOf } from '../merkle.js';
import { uint64 } from './precertificate.js';

interface TreeHead {
  tree_size: number;
  timestamp: number;
  sha256_root_hash: string;
  tree_head_signature: string;
}

describe('the CT log of the sandbox', () => {
  let sandbox: Sandbox;
  let leaf: string;
  before(async () => {
    sandbox = await startSandbox();
    const key = ecKey('P-256');
    const body = v2Body(sandbox.mintToken(), key, proofOf('dev@sandbox.test', key));
    [leaf = ''] = chainOf(await ask(`${sandbox.urls.fulcio}/api/v2/signingCert`, post(body)));
  });
  after(() => sandbox.stop());

  const get = async (path: string) => (await fetch(`${sandbox.urls.ct}/ct/v1/${path}`)).json();

  it('signs a tree head over exactly the certificates that were issued', async () => {
    const head = (await get('get-sth')) as TreeHead;
    assert.equal(head.tree_size, 1);
    const { entries } = (await get('get-entries?start=0&end=9')) as { entries: { leaf_input: string }[] };
    const input = Buffer.from(entries[0]?.leaf_input ?? '', 'base64');
    assert.equal(entries.length, 1);
    assert.equal(head.sha256_root_hash, toBase64(leafHashOf(input)));
    const root = Buffer.from(head.sha256_root_hash, 'base64');
    const signed = concatBytes(Uint8Array.of(0, 1), uint64(head.timestamp), uint64(head.tree_size), root);
    const signature = Buffer.from(head.tree_head_signature, 'base64').subarray(4);
    const key = createPublicKey(readFileSync(sandbox.files.ctPub));
    assert.equal(verify('sha256', signed, key, signature), true);
  });

  it('logs the entry that the embedded SCT signs', async () => {
    const { entries } = (await get('get-entries?start=0&end=0')) as { entries: { leaf_input: string }[] };
    const [sct] = embeddedScts(parseCertificate(decodePem('CERTIFICATE', leaf)));
    const key = createPublicKey(readFileSync(sandbox.files.ctPub));
    const input = Buffer.from(entries[0]?.leaf_input ?? '', 'base64');
    assert.equal(verify('sha256', input, key, sct?.signature ?? new Uint8Array()), true);
  });

  it('refuses chains that are empty, of another authority, or not signed by it', async () => {
    const [issuer, root] = decodePemBundle(
      'CERTIFICATE',
      readFileSync(sandbox.files.fulcioChain, 'utf8'),
    ).map(toBase64);
    const final = toBase64(decodePem('CERTIFICATE', leaf));
    const forged = Buffer.from(final, 'base64');
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const chains = [[], [final], [final, root, issuer], [forged.toString('base64'), issuer, root]];
    for (const chain of chains) {
      const answer = await ask(`${sandbox.urls.ct}/ct/v1/add-pre-chain`, post({ chain }));
      assert.equal(answer.status, 400, answer.body);
    }
    assert.equal(((await get('get-sth')) as TreeHead).tree_size, 1);
  });

  it('refuses a range that starts after its end', async () => {
    assert.equal((await ask(`${sandbox.urls.ct}/ct/v1/get-entries?start=1&end=1`)).status, 400);
    assert.equal((await ask(`${sandbox.urls.ct}/ct/v1/get-entries?start=x&end=1`)).status, 400);
  });
});
