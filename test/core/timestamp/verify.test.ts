import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { der, EncodingError, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { parseTimestampToken, verifyTimestampToken } from '../../../core/timestamp/index.js';
import type { TrustedAuthority } from '../../../core/trust/index.js';
import { mutate } from '../../support/mutate.js';
import { type Issued, issueAuthority, newKey, T0, YEAR } from '../../support/pki.js';
import {
  basicConstraints,
  CODE_SIGNING,
  extendedKeyUsage,
  extension,
  keyUsage,
  TIME_STAMPING,
} from '../../support/pki-extensions.js';
import { random } from '../../support/random.js';
import {
  buildToken,
  contentTypeAttribute,
  issueTsa,
  signingCertificateV1,
  signingCertificateV2,
  type TokenOptions,
} from '../../support/timestamp-token.js';

const root = issueAuthority('tsa-root');
const tsa = issueTsa(root);
const data = utf8('what was signed');

function authority(...chain: Issued[]): TrustedAuthority {
  return {
    uri: 'https://tsa.test',
    chain: chain.map(({ certificate }) => certificate),
    validFor: { start: 0 },
  };
}

/** `ok`, or the reason. */
async function outcome(
  options: Partial<TokenOptions> = {},
  authorities: readonly TrustedAuthority[] = [authority(root)],
): Promise<string> {
  const result = await verifyTimestampToken(buildToken({ signer: tsa, data, ...options }), data, authorities);
  return result.ok ? 'ok' : result.reason;
}

describe('verifyTimestampToken', () => {
  it('gives the time, the tolerance and the authority of a token that holds', async () => {
    const authorities = [authority(issueAuthority('other')), authority(tsa, root)];
    const result = await verifyTimestampToken(buildToken({ signer: tsa, data }), data, authorities);
    assert.deepEqual(result, { ok: true, time: T0 + 60, accuracy: 1, authority: authorities[1] });
  });

  for (const kind of ['P-256', 'P-384', 'P-521', 'rsa', 'ed25519'] as const)
    it(`verifies tokens signed with ${kind}`, async () => {
      const signer = issueTsa(root, { key: newKey(kind) });
      assert.equal(await outcome({ signer }), 'ok');
      assert.equal(await outcome({ signer, spoilSignature: true }), 'TIMESTAMP_SIGNATURE_WRONG');
    });

  it('does not verify with SHA-1 or a short RSA key', async () => {
    for (const kind of ['rsa-sha1', 'rsa-1024'] as const)
      assert.equal(
        await outcome({ signer: issueTsa(root, { key: newKey(kind) }) }),
        'ALGORITHM_NOT_SUPPORTED',
      );
  });

  it('reads fractions of a second, in the time and in the tolerance', async () => {
    const accuracy = der.sequence(
      der.integer(2),
      der.element(0x80, Uint8Array.of(1, 0xf4)),
      der.element(0x81, Uint8Array.of(7)),
    );
    const bytes = buildToken({ signer: tsa, data, genTime: '20260101000100.25Z', tstTail: [accuracy] });
    const token = parseTimestampToken(bytes);
    assert.equal(token.genTime, T0 + 60.25);
    assert.equal(token.accuracy, 2.500007);
    assert.equal(token.nonce, undefined);
    assert.equal(parseTimestampToken(buildToken({ signer: tsa, data, tstTail: [] })).accuracy, 0);
  });

  it('finds the certificate in the trusted chain when the token contains none, and by key identifier', async () => {
    assert.equal(await outcome({ certificates: [] }, [authority(tsa, root)]), 'ok');
    assert.equal(await outcome({ certificates: [] }), 'TIMESTAMP_AUTHORITY_UNKNOWN');
    const sid = der.element(0x80, Uint8Array.of(1, 2, 3));
    assert.equal(await outcome({ sid, signerVersion: 3 }), 'ok');
    assert.equal(await outcome({ sid, signerVersion: 1 }), 'TIMESTAMP_MALFORMED');
  });

  it('uses an intermediate from the token, up to a trusted root', async () => {
    const middle = issueAuthority('tsa-middle', { issuer: root });
    const signer = issueTsa(middle);
    const certificates = [signer.der, middle.der];
    assert.equal(await outcome({ signer, certificates }), 'ok');
    assert.equal(
      await outcome({ signer, certificates }, [authority(issueAuthority('x'))]),
      'TIMESTAMP_AUTHORITY_UNKNOWN',
    );
  });

  it('requires that authorities which state purposes state timestamping', async () => {
    const narrow = (purpose: string) =>
      issueAuthority('narrow', {
        issuer: root,
        extensions: [basicConstraints(true), keyUsage(5), extendedKeyUsage([purpose])],
      });
    for (const [purpose, expected] of [
      [TIME_STAMPING, 'ok'],
      [CODE_SIGNING, 'TIMESTAMP_CERTIFICATE'],
    ] as const) {
      const middle = narrow(purpose);
      assert.equal(await outcome({ signer: issueTsa(middle) }, [authority(middle, root)]), expected);
    }
  });

  it('accepts an authority that names its signer only with that signer', async () => {
    const sibling = issueTsa(root);
    assert.equal(await outcome({ signer: sibling }, [authority(tsa, root)]), 'TIMESTAMP_AUTHORITY_UNKNOWN');
    assert.equal(await outcome({ signer: sibling }, [authority(sibling, root)]), 'ok');
  });

  it('checks certificates and the trusted period at the time that the token states', async () => {
    assert.equal(await outcome({ genTime: '20251231235959Z' }), 'TIMESTAMP_CERTIFICATE');
    assert.equal(await outcome({ genTime: '20280101000000Z' }), 'TIMESTAMP_CERTIFICATE');
    const ended = { ...authority(root), validFor: { start: 0, end: T0 } };
    assert.equal(await outcome({}, [ended]), 'TIMESTAMP_CERTIFICATE');
  });

  it('does not let the accuracy extend beyond the life of the certificate or the trusted period', async () => {
    const tstTail = [der.sequence(der.integer(3 * YEAR))];
    for (const genTime of ['20251231235959Z', '20270101000001Z', '20280101000000Z'])
      assert.equal(await outcome({ genTime, tstTail }), 'TIMESTAMP_CERTIFICATE', genTime);
    for (const validFor of [{ start: 0, end: T0 + 59 }, { start: T0 + 61 }])
      assert.equal(await outcome({ tstTail }, [{ ...authority(root), validFor }]), 'TIMESTAMP_CERTIFICATE');
  });

  it('refuses a token over other data, or whose signed digest is for other content', async () => {
    assert.equal(await outcome({ imprint: digest('sha256', utf8('other')) }), 'TIMESTAMP_IMPRINT_MISMATCH');
    const messageDigest = der.sequence(
      der.oid('1.2.840.113549.1.9.4'),
      der.setOf(der.octetString(digest('sha256', data))),
    );
    assert.equal(await outcome({ attributes: { messageDigest } }), 'TIMESTAMP_SIGNATURE_WRONG');
  });

  const unfit: [string, Uint8Array[]][] = [
    ['without extended key usage', [keyUsage(0)]],
    ['whose extended key usage is not critical', [keyUsage(0), extendedKeyUsage([TIME_STAMPING])]],
    ['for code signing too', [keyUsage(0), extendedKeyUsage([TIME_STAMPING, CODE_SIGNING], true)]],
    ['for code signing', [keyUsage(0), extendedKeyUsage([CODE_SIGNING], true)]],
    ['that may not sign data', [keyUsage(2), extendedKeyUsage([TIME_STAMPING], true)]],
    ['that is a CA', [basicConstraints(true), extendedKeyUsage([TIME_STAMPING], true)]],
    [
      'with an unknown critical extension',
      [extendedKeyUsage([TIME_STAMPING], true), extension('1.2.3', der.nullValue(), true)],
    ],
  ];
  for (const [what, extensions] of unfit)
    it(`refuses a signer certificate ${what}`, async () => {
      assert.equal(await outcome({ signer: issueTsa(root, { extensions }) }), 'TIMESTAMP_CERTIFICATE');
    });

  it('requires that the signed attributes name the certificate, by SHA-1 or SHA-2', async () => {
    assert.equal(await outcome({ attributes: { signingCertificate: signingCertificateV1(tsa.der) } }), 'ok');
    assert.equal(await outcome({ attributes: { signingCertificate: undefined } }), 'TIMESTAMP_MALFORMED');
    const other = issueTsa(root);
    assert.equal(await outcome({ namedCertificate: other.der }), 'TIMESTAMP_CERTIFICATE');
    const both = { v1: signingCertificateV1(other.der) };
    assert.equal(await outcome({ attributes: both }), 'TIMESTAMP_CERTIFICATE');
    const wrongV2 = {
      v1: signingCertificateV1(tsa.der),
      signingCertificate: signingCertificateV2(other.der),
    };
    assert.equal(await outcome({ attributes: wrongV2 }), 'TIMESTAMP_CERTIFICATE');
    assert.equal(await outcome({ attributes: { v1: signingCertificateV1(tsa.der) } }), 'ok');
    const serial = der.sequence(der.sequence(), der.integer(5));
    const wrongSerial = { signingCertificate: signingCertificateV2(tsa.der, serial) };
    assert.equal(await outcome({ attributes: wrongSerial }), 'TIMESTAMP_CERTIFICATE');
  });

  it('refuses no signer or two, other content, and a duplicate attribute', async () => {
    assert.equal(await outcome({ signerCount: 0 }), 'TIMESTAMP_MALFORMED');
    assert.equal(await outcome({ signerCount: 2 }), 'TIMESTAMP_MALFORMED');
    assert.equal(await outcome({ contentType: '1.2.840.113549.1.7.1' }), 'TIMESTAMP_MALFORMED');
    const contentType = contentTypeAttribute('1.2.840.113549.1.7.1');
    assert.equal(await outcome({ attributes: { contentType } }), 'TIMESTAMP_MALFORMED');
    assert.equal(await outcome({ attributes: { again: contentType } }), 'TIMESTAMP_MALFORMED');
  });

  it('refuses critical extensions, fractions out of range and invalid times', async () => {
    const critical = der.explicit(1, extension('1.2.3', der.nullValue(), true));
    const harmless = der.explicit(1, extension('1.2.3', der.nullValue()));
    assert.equal(await outcome({ tstTail: [harmless] }), 'ok');
    assert.equal(await outcome({ tstTail: [critical] }), 'TIMESTAMP_MALFORMED');
    const millis = der.sequence(der.element(0x80, Uint8Array.of(3, 0xe8)));
    assert.equal(await outcome({ tstTail: [millis] }), 'TIMESTAMP_MALFORMED');
    for (const genTime of ['20260101000100.0Z', '20260231000100Z', '202601010001Z', '20260101000100+0100'])
      assert.equal(await outcome({ genTime }), 'TIMESTAMP_MALFORMED', genTime);
  });

  it('never accepts a changed signed part, and throws nothing but EncodingError', async () => {
    const chance = random(3161);
    const good = buildToken({ signer: tsa, data });
    const { content } = parseTimestampToken(good);
    for (let round = 0; round < 2000; round++) {
      const bytes = mutate(good, chance);
      const result = await verifyTimestampToken(bytes, data, [authority(root)]);
      try {
        const parsed = parseTimestampToken(bytes);
        if (result.ok) assert.deepEqual(parsed.content, content, `round ${round}`);
      } catch (error) {
        assert.ok(error instanceof EncodingError);
        assert.equal(!result.ok && result.reason, 'TIMESTAMP_MALFORMED');
      }
    }
  });
});
