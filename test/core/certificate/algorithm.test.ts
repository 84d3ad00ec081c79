import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isAcceptableKey,
  readAlgorithm,
  readPssParameters,
  signatureScheme,
} from '../../../core/certificate/index.js';
import { concatBytes, DerReader, der } from '../../../core/encoding/index.js';
import { importPublicKey } from '../../../core/primitives/index.js';
import { newKey } from '../../support/pki.js';

describe('the algorithm of a signature', () => {
  for (const [oid, type, hash] of [
    ['1.2.840.10045.4.3.2', 'ecdsa', 'sha256'],
    ['1.2.840.10045.4.3.3', 'ecdsa', 'sha384'],
    ['1.2.840.10045.4.3.4', 'ecdsa', 'sha512'],
    ['1.2.840.113549.1.1.11', 'rsa', 'sha256'],
    ['1.2.840.113549.1.1.12', 'rsa', 'sha384'],
    ['1.2.840.113549.1.1.13', 'rsa', 'sha512'],
    ['1.3.101.112', 'ed25519', undefined],
  ] as const)
    it(`${oid} is ${type}${hash ? ` with ${hash}` : ''}`, () => {
      assert.deepEqual(signatureScheme(oid), { type, hash });
    });

  for (const [what, oid] of [
    ['RSA with MD5', '1.2.840.113549.1.1.4'],
    ['RSA with SHA-1', '1.2.840.113549.1.1.5'],
    ['ECDSA with SHA-1', '1.2.840.10045.4.1'],
    ['RSASSA-PSS', '1.2.840.113549.1.1.10'],
    ['Ed448', '1.3.101.113'],
  ] as const)
    it(`${what} is not accepted by its name alone`, () => assert.equal(signatureScheme(oid), undefined));

  const read = (...fields: Uint8Array[]) => {
    const bytes = der.sequence(der.oid('1.2.3'), ...fields);
    return { bytes, ...readAlgorithm(new DerReader(bytes), 'it') };
  };

  it('has parameters only if they are not NULL', () => {
    for (const fields of [[], [der.nullValue()]]) {
      const { bytes, ...found } = read(...fields);
      assert.deepEqual(found, { oid: '1.2.3', raw: bytes });
    }
    const parameters = der.sequence(der.integer(1));
    const { bytes, ...found } = read(parameters);
    assert.deepEqual(found, { oid: '1.2.3', raw: bytes, parameters });
  });

  it('with data after its parameters is refused', () => {
    assert.throws(() => read(der.nullValue(), der.nullValue()), { code: 'DER_TRAILING_DATA' });
  });
});

describe('a key', () => {
  const rsa = importPublicKey(newKey('rsa').spki);
  assert.ok(rsa);

  it('of RSA needs 2048 bits, whatever size is stated', () => {
    for (const [bits, expected] of [
      [1024, false],
      [2047, false],
      [2048, true],
      [4096, true],
    ] as const)
      assert.equal(isAcceptableKey({ ...rsa, bits }), expected, String(bits));
    const { bits: _, ...unsaid } = rsa;
    assert.equal(isAcceptableKey(unsaid), false);
  });

  it('of another kind has no minimum size', () => {
    for (const type of ['ecdsa', 'ed25519'] as const)
      assert.equal(isAcceptableKey({ ...rsa, type, bits: 1 }), true);
  });
});

describe('the parameters of RSASSA-PSS', () => {
  const SHA = {
    sha1: '1.3.14.3.2.26',
    sha256: '2.16.840.1.101.3.4.2.1',
    sha384: '2.16.840.1.101.3.4.2.2',
    sha512: '2.16.840.1.101.3.4.2.3',
  };
  const MGF1 = '1.2.840.113549.1.1.8';
  const hash = (name: keyof typeof SHA, ...more: Uint8Array[]) => der.sequence(der.oid(SHA[name]), ...more);
  const mask = (inner: Uint8Array, ...more: Uint8Array[]) => der.sequence(der.oid(MGF1), inner, ...more);
  const both = (name: keyof typeof SHA) => [der.explicit(0, hash(name)), der.explicit(1, mask(hash(name)))];
  const read = (...fields: Uint8Array[]) => readPssParameters(der.sequence(...fields));
  const salt = (length: number) => der.explicit(2, der.integer(length));
  const trailer = (field: number) => der.explicit(3, der.integer(field));

  for (const name of ['sha256', 'sha384', 'sha512'] as const)
    it(`of ${name} are read, with or without NULL`, () => {
      assert.deepEqual(read(...both(name), salt(32)), { hash: name, saltLength: 32 });
      const spelled = hash(name, der.nullValue());
      assert.deepEqual(read(der.explicit(0, spelled), der.explicit(1, mask(spelled)), salt(48)), {
        hash: name,
        saltLength: 48,
      });
    });

  it('have a salt of 20 octets by default, and of 512 at most', () => {
    assert.deepEqual(read(...both('sha256')), { hash: 'sha256', saltLength: 20 });
    assert.deepEqual(read(...both('sha256'), salt(0)), { hash: 'sha256', saltLength: 0 });
    assert.deepEqual(read(...both('sha256'), salt(512)), { hash: 'sha256', saltLength: 512 });
    assert.equal(read(...both('sha256'), salt(513)), undefined);
  });

  it('may name the only trailer that exists', () => {
    assert.deepEqual(read(...both('sha256'), salt(32), trailer(1)), { hash: 'sha256', saltLength: 32 });
    assert.equal(read(...both('sha256'), salt(32), trailer(2)), undefined);
  });

  it('are refused by default, with SHA-1, and with another hash or function for the mask', () => {
    const [own = new Uint8Array(), masked = new Uint8Array()] = both('sha256');
    const other = der.explicit(1, der.sequence(der.oid('1.2.3'), hash('sha256')));
    const bare = der.explicit(1, der.sequence(der.oid('1.2.3')));
    for (const fields of [
      [],
      [own],
      [masked],
      both('sha1'),
      [own, der.explicit(1, mask(hash('sha384')))],
      [own, other],
      [own, bare],
    ])
      assert.equal(read(...fields), undefined);
  });

  it('with data left over, or with a field that is not constructed, are refused', () => {
    const more = der.nullValue();
    const [own = new Uint8Array(), masked = new Uint8Array()] = both('sha256');
    for (const fields of [
      [own, masked, salt(32), trailer(1), der.explicit(4, der.integer(1))],
      [der.explicit(0, hash('sha256', more, more)), masked],
      [own, der.explicit(1, mask(hash('sha256'), more))],
      [der.element(0x80, hash('sha256')), masked],
      [masked, own],
    ])
      assert.throws(() => read(...fields), { code: 'DER_TRAILING_DATA' });
    assert.throws(() => readPssParameters(concatBytes(der.sequence(...both('sha256')), more)), {
      code: 'DER_TRAILING_DATA',
    });
  });
});
