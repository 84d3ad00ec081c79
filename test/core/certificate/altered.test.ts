import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildChain,
  checkLeaf,
  embeddedScts,
  nameText,
  parseCertificate,
  readSigner,
  verifySct,
} from '../../../core/certificate/index.js';
import { EncodingError } from '../../../core/encoding/index.js';
import { digest, importPublicKey } from '../../../core/primitives/index.js';
import { mutate } from '../../support/mutate.js';
import { issueAuthority, issueLeaf, newKey, T0 } from '../../support/pki.js';
import { random } from '../../support/random.js';

const root = issueAuthority('root');
const logKey = newKey();
const leaf = issueLeaf(root, {}, { scts: [{ log: logKey, time: T0 }] });

describe('a certificate with altered bytes', () => {
  it('never holds: it is refused with an EncodingError or found wrong', async () => {
    const { below, pick } = random(20261121);
    const imported = importPublicKey(logKey.spki);
    assert.ok(imported);
    const log = { baseUrl: '', logId: digest('sha256', logKey.spki), key: imported, validFor: { start: 0 } };
    const trust = [{ uri: '', chain: [root.certificate], validFor: { start: 0 } }];
    let parsed = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = mutate(leaf.der, { below, pick });
      try {
        const cert = parseCertificate(bytes);
        parsed++;
        checkLeaf(cert);
        const chain = await buildChain(cert, trust, T0);
        // Strict DER readers accept only one encoding of an ECDSA signature.
        assert.equal(chain.ok && !Buffer.from(bytes).equals(leaf.der), false, `round ${round}`);
        nameText(cert.issuer);
        readSigner(cert);
        for (const sct of embeddedScts(cert)) await verifySct(cert, root.certificate, sct, [log]);
      } catch (error) {
        if (!(error instanceof EncodingError)) throw error;
      }
    }
    assert.ok(parsed > 300, `${parsed} of 3000 still parsed`);
  });
});
