import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { toHex } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import {
  buildTimestampRequest,
  parseTimestampToken,
  tokenFromResponse,
  verifyTimestampToken,
  wrapToken,
} from '../../../core/timestamp/index.js';
import { parseTrustedRoot, trustedRootFromFiles } from '../../../core/trust/index.js';
import { cmsParts } from '../../support/cms-oracle.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { sharedDir } from '../../support/shared.js';
import { signedFixtures } from '../../support/signed-fixtures.js';

const { dir, skip } = sharedDir('fixtures/gitsign');

/** The timestamped signatures of the fixtures: the signature octets and the token over them. */
function stamped(): { name: string; signature: Uint8Array; token: Uint8Array }[] {
  return signedFixtures(join(dir, 'objects')).flatMap(({ name, cms }) => {
    const { signature, timestampTokens } = cmsParts(cms);
    return timestampTokens.map((token) => ({ name, signature, token }));
  });
}

function opensslVerifies(token: Uint8Array, data: Uint8Array, chain: string): boolean {
  const args = ['ts', '-verify', '-in', 't', '-token_in', '-data', 'd', '-CAfile', 'c', '-untrusted', 'c'];
  return openssl(args, { t: token, d: data, c: chain }).status === 0;
}

describe('timestamp tokens of timestamp-authority in gitsign signatures', { skip }, () => {
  const root = skip ? undefined : readFileSync(join(dir, 'trust/trusted_root.json'), 'utf8');
  const chain = skip ? '' : readFileSync(join(dir, 'trust/tsa-chain.pem'), 'utf8');

  it('hold over the signature, with the trusted root and with the certificate chain alone', async () => {
    const tokens = stamped();
    assert.ok(tokens.length >= 4, `${tokens.length} tokens`);
    const roots = [parseTrustedRoot(root ?? ''), trustedRootFromFiles({ tsaPem: chain })];
    for (const { name, signature, token } of tokens)
      for (const { timestampAuthorities } of roots) {
        const result = await verifyTimestampToken(token, signature, timestampAuthorities);
        assert.ok(result.ok, `${name} ${result.ok || result.detail}`);
        assert.equal(result.accuracy, 1, name);
      }
  });

  it('hold over nothing else, and openssl agrees', { skip: NO_OPENSSL }, async () => {
    const { timestampAuthorities } = parseTrustedRoot(root ?? '');
    for (const { name, signature, token } of stamped()) {
      const other = signature.with(8, (signature[8] ?? 0) ^ 1);
      const result = await verifyTimestampToken(token, other, timestampAuthorities);
      assert.equal(!result.ok && result.reason, 'TIMESTAMP_IMPRINT_MISMATCH', name);
      assert.equal(opensslVerifies(token, signature, chain), true, name);
      assert.equal(opensslVerifies(token, other, chain), false, name);
    }
  });
});

const realDir = process.env['WAXSEAL_REAL_SIGSTORE'];
const noReal = realDir && existsSync(join(realDir, 'env')) ? false : 'WAXSEAL_REAL_SIGSTORE is not set';

describe('a running timestamp-authority', { skip: noReal }, () => {
  it('answers our request with a token that holds', async () => {
    const script = `. ${join(realDir ?? '', 'env')}; printf '%s\\n' "$TSA_URL"; cat "$TSA_CHAIN"`;
    const [url = '', ...pem] = execFileSync('bash', ['-c', script]).toString().split('\n');
    const { timestampAuthorities } = trustedRootFromFiles({ tsaPem: pem.join('\n') });
    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      const data = Uint8Array.from(randomBytes(100));
      const nonce = Uint8Array.from(randomBytes(16));
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/timestamp-query' },
        body: Buffer.from(buildTimestampRequest(digest(hash, data), nonce)),
      });
      const response = new Uint8Array(await answer.arrayBuffer());
      const token = tokenFromResponse(response);
      const result = await verifyTimestampToken(token, data, timestampAuthorities);
      assert.ok(result.ok, `${hash} ${result.ok || result.detail}`);
      const parsed = parseTimestampToken(token);
      assert.equal(BigInt(`0x${toHex(parsed.nonce ?? nonce)}`), BigInt(`0x${toHex(nonce)}`));
      assert.deepEqual(tokenFromResponse(wrapToken(token)), token);
    }
  });
});
