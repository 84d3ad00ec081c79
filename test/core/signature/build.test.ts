import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toHex, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { buildCms, decodeArmor, encodeArmor, signedAttributes } from '../../../core/signature/index.js';
import { type SignedObject, signedObjects } from '../../support/objects.js';
import { sharedDir } from '../../support/shared.js';

/** The same signature, built again from the parts that the parser returned. */
function rebuilt({ cms, payload }: SignedObject): Uint8Array {
  const [timestampToken] = cms.timestampTokens;
  return buildCms({
    certificate: cms.signerCertificate?.der ?? new Uint8Array(),
    signedAttributes: signedAttributes({
      payloadDigest: digest('sha256', payload),
      signingTime: cms.signingTime ?? 0,
    }),
    signature: cms.signature,
    ...(cms.logEntry && { logEntry: cms.logEntry }),
    ...(timestampToken && { timestampToken }),
  });
}

test('the signed attributes are the 107 bytes that gitsign writes', () => {
  const bytes = signedAttributes({
    payloadDigest: new Uint8Array(32).fill(0xab),
    signingTime: 1_700_000_000,
  });
  equal(bytes.length, 107);
  equal(
    toHex(bytes),
    `3169301806092a864886f70d010903310b06092a864886f70d010701301c06092a864886f70d010905310f170d3233313131343232313332305a302f06092a864886f70d01090431220420${'ab'.repeat(32)}`,
  );
});

test('from 2050 on the signing time is a GeneralizedTime', () => {
  const bytes = signedAttributes({ payloadDigest: new Uint8Array(32), signingTime: 2_524_608_000 });
  ok(Buffer.from(bytes).includes('\x18\x0f20500101000000Z', 0, 'latin1'));
});

const gitsign = sharedDir('fixtures/gitsign/objects');

describe('signatures of the real gitsign', { skip: gitsign.skip }, () => {
  const objects = signedObjects('fixtures/gitsign/objects', /^0\.16-.*\.(commit|tag)$/);
  for (const object of objects)
    test(`${object.name} is built again byte for byte, armor included`, () => {
      equal(toHex(rebuilt(object)), toHex(object.der));
      deepEqual(Buffer.from(encodeArmor(object.der)), Buffer.from(object.armor));
    });
});

const production = sharedDir('fixtures/production-commits');

describe('signatures of the public instance', { skip: production.skip }, () => {
  test('signatures with one certificate are built again byte for byte', () => {
    let same = 0;
    for (const object of signedObjects('fixtures/production-commits', /^[0-9a-f]{40}$/)) {
      if (object.cms.certificates.length !== 1) continue;
      equal(toHex(rebuilt(object)), toHex(object.der), object.name);
      same++;
    }
    ok(same > 20);
  });
});

test('armor that is not exactly one block is refused', () => {
  const good = Buffer.from(encodeArmor(new Uint8Array(100))).toString();
  deepEqual(decodeArmor(utf8(good)), new Uint8Array(100));
  const bad: Record<string, string> = {
    nothing: '',
    'text in front': `x\n${good}`,
    'text behind': `${good}x\n`,
    'two blocks': `${good}${good}`,
    'another label': good.replaceAll('SIGNED MESSAGE', 'CMS'),
    'no end': good.replace(/-----END.*/, ''),
    'a header': good.replace('-----\n', '-----\nX: y\n\n'),
    'lines of another length': good.replace(/(A{64})\n/, '$1A\n'),
    'something that is not base64': good.replace('AAAA', 'A*AA'),
    'too much': encodeArmorOf(2 << 20),
  };
  for (const [name, armor] of Object.entries(bad))
    throws(() => decodeArmor(utf8(armor)), { name: 'CmsError', code: 'ARMOR_MALFORMED' }, name);
});

function encodeArmorOf(length: number): string {
  return Buffer.from(encodeArmor(new Uint8Array(length))).toString();
}
